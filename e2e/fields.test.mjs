/** Custom fields: of every kind, from the page through an import to the filter; renamed, and kept while they are needed. */
import assert from "node:assert/strict";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { addRule, ask, askFor } from "./support/builder.mjs";
import { toCsv } from "./support/csv.mjs";
import { csvFile } from "./support/files.mjs";
import { cellsOf, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";
import { expectMapping, resultOf, selectFile, startImport } from "./support/wizard.mjs";

const fill = (value) => (rule) => rule.getByLabel("Value", { exact: true }).fill(value);
const take = (page, value) => async (rule) => {
  await rule.getByRole("combobox", { name: "Value" }).click();
  await page.getByRole("option", { name: value, exact: true }).click();
};

/** Each kind with a value as it may stand in a file, as the page shows it, and a rule that finds it. */
const kindsOn = (page) => [
  { kind: "Text", label: "Customer number", cell: "K-0815", shown: "K-0815", comparison: "starts with", value: fill("k-08") },
  { kind: "Long text", label: "Wishes", cell: "Two lines,\nno less.", shown: "Two lines, no less.", comparison: "contains", value: fill("no less") },
  { kind: "One choice", label: "Class", cell: "gold", choices: "Gold\nSilver", shown: "Gold", comparison: "is", value: take(page, "Gold") },
  { kind: "Several choices", label: "Interests", cell: "Wine;Bread", choices: "Wine\nCheese\nBread", shown: "Wine, Bread", comparison: "has all of", value: take(page, "Bread") },
  { kind: "Yes or no", label: "Has a shop", cell: "yes", shown: "Yes", comparison: "is yes" },
  { kind: "Whole number", label: "Employees", cell: "1200", shown: "1,200", comparison: "is greater than", value: fill("999") },
  { kind: "Decimal number", label: "Turnover", cell: "12.50", shown: "12.5", comparison: "is at most", value: fill("12.5") },
  { kind: "Date", label: "Renewal", cell: "2026-02-03", shown: "Feb 3, 2026", comparison: "is on", value: fill("2026-02-03") },
  { kind: "Date and time", label: "Last call", cell: "2026-02-03T10:30:00Z", shown: "Feb 3, 2026, 10:30 AM", comparison: "is before", value: fill("2026-02-03T10:31") },
  { kind: "Phone number", label: "Hotline", cell: "+49 30 123", shown: "+49 30 123", comparison: "contains", value: fill("30 123") },
  { kind: "E-mail address", label: "Invoices to", cell: "bills@example.com", shown: "bills@example.com", comparison: "ends with", value: fill("example.com") },
  { kind: "Web address", label: "Online shop", cell: "https://shop.example.com", shown: "https://shop.example.com", comparison: "contains", value: fill("shop.") },
  { kind: "Country", label: "Ships to", cell: "Germany", shown: "Germany", comparison: "is", value: fill("Germany") },
];

for (const base of BASES) {
  story("a custom field of each kind is made, imported into, and filtered by", base, async (stage) => {
    const { page } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    const kinds = kindsOn(page);
    await page.goto("/fields");
    await page.getByRole("heading", { name: "No custom fields yet" }).waitFor();
    await look("80-no-custom-fields");
    for (const field of kinds) await makeField(page, field, field.kind === "Several choices" ? look : async () => {});
    const made = (await cellsOf(page, "Custom fields")).map(([label, kind]) => [label, kind.split("\n")[0]]);
    assert.deepEqual(made.toSorted(), kinds.map(({ label, kind }) => [label, kind]).toSorted());
    await look("82-fields");

    await page.goto("/contacts/import");
    const rows = [["Email", ...kinds.map(({ label }) => label)], ["zoe@example.com", ...kinds.map(({ cell }) => cell)], ["ben@example.com", ...kinds.map(() => "")]];
    await selectFile(page, csvFile("custom.csv", toCsv(rows)));
    await expectMapping(page, { Email: "E-mail address", ...Object.fromEntries(kinds.map(({ label }) => [label, label])) });
    await startImport(page);
    assert.deepEqual((await resultOf(page)).slice(0, 2), ["Processed 2 contacts.", "Imported: 2"]);

    await tab(page, "Contacts").click();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Filter contacts" });
    for (const [index, { label, comparison, value }] of kinds.entries()) {
      if (index > 0) await addRule(page);
      const rule = await ask(page, String(index + 1), label, comparison);
      await value?.(rule);
    }
    await dialog.getByText("1 contact meets the filter.").waitFor();
    await look("83-filter-by-every-kind");
    await dialog.getByRole("button", { name: "Show contacts" }).click();
    const contacts = page.getByRole("table", { name: "Contacts" });
    await contacts.getByRole("link", { name: "ben@example.com" }).waitFor({ state: "detached" }); // the table has moved below the filter
    await contacts.getByRole("link", { name: "zoe@example.com" }).click();
    const details = page.getByRole("region", { name: "Details" });
    for (const { label, shown } of kinds) {
      const value = await details.getByText(label, { exact: true }).locator("xpath=following-sibling::dd").innerText();
      assert.equal(value.replace(/\s+/g, " ").trim(), shown, label);
    }
    await look("84-custom-values");
  });
}

async function makeField(page, { kind, label, choices }, look) {
  await page.getByRole("button", { name: "New field" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New field" });
  await dialog.getByRole("textbox", { name: "Label" }).fill(label);
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option").getByText(kind, { exact: true }).click();
  if (choices) {
    await dialog.getByRole("button", { name: "Create field" }).click();
    await dialog.getByText("Name at least one choice.").waitFor();
    await dialog.getByRole("textbox", { name: "Choices" }).fill(choices);
  }
  await look("81-new-field");
  await dialog.getByRole("button", { name: "Create field" }).click();
  await page.getByRole("table", { name: "Custom fields" }).getByRole("cell", { name: label, exact: true }).waitFor();
}

story("a field keeps its data when it is renamed, and stays while a contact group needs it", "sqlite", async ({ page, url, look }) => {
  await post(url, "/api/v1/fields", { label: "Class", kind: "choice", choices: ["Gold", "Silver"] });
  await bringIn(url, [["email", "class"], ["zoe@example.com", "Gold"], ["ben@example.com", "Silver"]]);
  const condition = { combinator: "and", rules: [{ field: "class", operator: "is", value: "Gold" }] };
  await post(url, "/api/v1/contact-groups", { name: "Gold customers", condition });
  await page.goto("/fields");

  await page.getByRole("button", { name: "Edit “Class”" }).click();
  const edit = page.getByRole("dialog", { name: "Edit “Class”" });
  await edit.getByRole("textbox", { name: "Label" }).fill("City");
  await edit.getByRole("button", { name: "Save field" }).click();
  await edit.getByText("There is a field called \"City\" already.").waitFor();
  await look("85-label-taken");
  await edit.getByRole("textbox", { name: "Label" }).fill("Customer class");
  await edit.getByRole("button", { name: "Save field" }).click();
  await edit.waitFor({ state: "detached" });

  await tab(page, "Contacts").click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Customer class" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("cell", { name: "Gold", exact: true }).waitFor();
  await page.getByRole("cell", { name: "Silver", exact: true }).waitFor();

  await tab(page, "Fields").click();
  await page.getByRole("button", { name: "Delete “Customer class”" }).click();
  const remove = page.getByRole("dialog", { name: "Delete “Customer class”" });
  await remove.getByText("The field cannot be deleted as long as this uses it:").waitFor();
  assert.equal(await remove.getByRole("button", { name: "Delete field" }).isDisabled(), true);
  await look("86-field-in-use");
  await remove.getByRole("link", { name: "Gold customers" }).click();
  await page.getByText("Contacts for which Customer class is “Gold”.").waitFor();
  await page.getByRole("link", { name: "Edit condition" }).click();
  await askFor(page, "1", "City", "is", "Köln");
  await page.getByRole("button", { name: "Save condition" }).click();
  await page.getByText("Contacts for which City is “Köln”.").waitFor();

  await tab(page, "Fields").click();
  await page.getByRole("button", { name: "Delete “Customer class”" }).click();
  await remove.getByText(/^2 contacts have a value in this field\./).waitFor();
  await look("87-delete-field");
  await remove.getByRole("button", { name: "Delete field" }).click();
  await page.getByRole("heading", { name: "No custom fields yet" }).waitFor();
});
