/** The list of contacts: filtered, sorted, in other columns, counted, exported, and changed many at once. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { addRule, askFor } from "./support/builder.mjs";
import { fromCsv } from "./support/csv.mjs";
import { button, cellsOf, choose, downloadBy, pick } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const HEADER = ["email", "first_name", "last_name", "city", "zip", "company"];
const person = (number, city) => [`p${number}@example.com`, "Pat", `Nr ${String(number).padStart(3, "0")}`, city, String(50_000 + ((number * 37) % 150)), `Company ${number % 7}`];
const PEOPLE = [HEADER, ...Array.from({ length: 150 }, (_, number) => person(number, number < 120 ? "Köln" : "Bonn"))];

const counted = (page, words) => page.getByRole("status").filter({ hasText: new RegExp(`^${words}$`) }).waitFor();
const filterDialog = (page) => page.getByRole("dialog", { name: "Filter contacts" });

async function filterByCity(page, city) {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await askFor(page, "1", "City", "is", city);
}

for (const base of BASES) {
  story("contacts are filtered by a condition, sorted, and shown in other columns", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await page.goto("/contacts");
    await counted(page, "150 contacts");

    await filterByCity(page, "köln");
    await counted(page, "120 contacts meet the filter.");
    await look("60-filter");
    await filterDialog(page).getByRole("button", { name: "Show contacts" }).click();
    await counted(page, "120 contacts");
    const chip = page.getByRole("button", { name: "Contacts for which City is “köln”." });
    await chip.waitFor();

    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "ZIP code" }).check();
    await page.getByRole("checkbox", { name: "Mobile phone" }).uncheck();
    await look("61-columns");
    await page.keyboard.press("Escape");
    const zip = page.getByRole("table", { name: "Contacts" }).getByRole("button", { name: "ZIP code" });
    await zip.waitFor();
    const heads = await page.locator("main thead th").allInnerTexts();
    assert.deepEqual(heads.map((head) => head.trim()).filter(Boolean), ["Name", "E-mail address", "Company", "City", "ZIP code", "Created"]);

    const zips = PEOPLE.filter(([, , , city]) => city === "Köln").map((cells) => cells[4]).sort();
    for (const expected of [zips, zips.toReversed()]) {
      await zip.click();
      await page.getByRole("row").nth(1).getByText(expected[0]).waitFor();
      assert.deepEqual((await cellsOf(page, "Contacts")).map((cells) => cells[5]), expected.slice(0, 50));
    }
    await look("62-filtered-list");

    await page.reload();
    await chip.waitFor();
    await zip.waitFor();
    assert.equal((await cellsOf(page, "Contacts"))[0][5], zips.at(-1), "a reload keeps filter, columns and order");

    await rowLeadsThereAndBack(page, chip);
    await filterBecomesGroup(page, stage.ask, look);

    await chip.click();
    await addRule(page);
    await askFor(page, "2", "Company", "ends with", "3");
    await counted(page, "17 contacts meet the filter.");
    await filterDialog(page).getByRole("button", { name: "Show contacts" }).click();
    await counted(page, "17 contacts");
    await page.getByRole("button", { name: "Remove the filter" }).click();
    await counted(page, "150 contacts");
  });

  story("all contacts that match are changed, put into a group, and deleted", base, async (stage) => {
    const { page, url, ask } = stage;
    const look = base === "postgres" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await post(url, "/api/v1/contact-groups", { name: "Rhineland" });
    await page.goto("/contacts");
    await filterByCity(page, "Köln");
    await filterDialog(page).getByRole("button", { name: "Show contacts" }).click();
    await counted(page, "120 contacts");
    const bar = page.getByRole("region", { name: "Selected contacts" });

    await page.getByRole("checkbox", { name: /^Select Pat / }).first().check();
    await bar.getByText("1 selected").waitFor();
    await page.getByRole("checkbox", { name: "Select all contacts on this page" }).check();
    await bar.getByText("50 selected").waitFor();
    await selectAll(page, 120);
    await look("63-selected");

    await bar.getByRole("button", { name: "Set a field" }).click();
    const setting = page.getByRole("dialog", { name: "Set a field" });
    await pick(setting, "Field", "Birthday");
    await pick(setting, "Field", "Status");
    await setting.getByRole("combobox", { name: "Status" }).fill("Customer");
    await setting.getByText("This concerns 120 contacts.").waitFor();
    await look("64-set-a-field");
    const letGo = await stage.base.holdWriting?.();
    await setting.getByRole("button", { name: "Set a field" }).click();
    if (letGo) {
      await setting.getByText("0 of 120 contacts").waitFor();
      await look("65-mass-action-runs");
      await letGo();
    }
    await setting.getByText("120 contacts changed").waitFor();
    await look("66-mass-action-done");
    await setting.getByRole("button", { name: "Close" }).last().click();
    await bar.waitFor({ state: "detached" });
    const { count } = await ask(`/api/v1/contacts/count?condition=${encodeURIComponent(JSON.stringify({ combinator: "and", rules: [{ field: "status", operator: "is", value: "Customer" }] }))}`);
    assert.equal(count, 120, "no other contact was changed");

    for (const [outcome, skipped] of [["120 contacts added"], ["0 contacts added", "120 needed no change."]]) {
      await page.getByRole("checkbox", { name: "Select all contacts on this page" }).check();
      await selectAll(page, 120);
      await bar.getByRole("button", { name: "Add to group" }).click();
      const adding = page.getByRole("dialog", { name: "Add to a contact group" });
      await adding.getByRole("combobox", { name: "Contact group" }).click();
      await page.getByRole("option", { name: "Rhineland" }).click();
      await adding.getByRole("button", { name: "Add to group" }).click();
      await adding.getByText(outcome).waitFor();
      if (skipped) await adding.getByText(skipped).waitFor();
      await adding.getByRole("button", { name: "Close" }).last().click();
    }
    const [group] = (await ask("/api/v1/contact-groups")).items;
    assert.equal(group.members, 120);

    await page.getByRole("checkbox", { name: "Select all contacts on this page" }).check();
    await selectAll(page, 120);
    await bar.getByRole("button", { name: "Delete" }).click();
    const deleting = page.getByRole("dialog", { name: "Delete contacts?" });
    const button = deleting.getByRole("button", { name: "Delete", exact: true });
    assert.equal(await button.isDisabled(), true, "so many are deleted only after agreeing");
    await deleting.getByRole("checkbox", { name: "Delete 120 contacts for good" }).check();
    await look("67-delete-many");
    await button.click();
    await deleting.getByText("120 contacts deleted").waitFor();
    await deleting.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("heading", { name: "No contact found" }).waitFor();
    await page.getByRole("button", { name: "Remove the filter" }).click();
    await counted(page, "30 contacts");
  });

  story("the contacts that are shown are exported, safe for spreadsheets", base, async (stage) => {
    const { page, url, ask } = stage;
    const risky = ["=1+1", "+49 221 555", "@home", "-2+3", "Bäckerei \"Zur Sonne\"; Köln"];
    await bringIn(url, [["email", "last_name", "city", "company"], ...risky.map((company, number) => [`r${number}@example.com`, `Risk ${number}`, "Köln", company]), ["other@example.com", "Other", "Bonn", "=2+2"]]);
    await page.goto("/contacts");
    await filterByCity(page, "Köln");
    await filterDialog(page).getByRole("button", { name: "Show contacts" }).click();
    await counted(page, "5 contacts");
    await page.getByRole("button", { name: "Export" }).click();
    if (base === "sqlite") await stage.look("68-export");
    const file = await downloadBy(page, () => page.getByRole("menuitem", { name: "CSV file" }).first().click());
    assert.equal(file.suggestedFilename(), "contacts.csv");
    const text = await readFile(await file.path(), "utf8");
    assert.ok(text.startsWith("\u{FEFF}"), "spreadsheets know UTF-8 by the byte order mark");
    const [header, ...rows] = fromCsv(text.slice(1));
    assert.deepEqual(header, ["email", "first_name", "last_name", "company", "city", "mobile_phone"]);
    const { items } = await ask("/api/v1/contacts?search=Risk");
    assert.deepEqual(rows.map(([email]) => email), items.map(({ email }) => email), "in the order of the list");
    assert.deepEqual(rows.map((cells) => cells[3]).sort(), ["'=1+1", "+49 221 555", "'@home", "'-2+3", "Bäckerei \"Zur Sonne\"; Köln"].sort());
    assert.ok(rows.every((cells) => cells[4] === "Köln"));

    await page.getByRole("button", { name: "Export" }).click();
    const whole = await downloadBy(page, () => page.getByRole("menuitem", { name: "CSV file" }).last().click());
    const [all] = fromCsv((await readFile(await whole.path(), "utf8")).slice(1));
    assert.ok(all.length > 20 && all.includes("birthday"), "all fields");

    await page.getByRole("button", { name: "Export" }).click();
    const workbook = await downloadBy(page, () => page.getByRole("menuitem", { name: "Excel file (XLSX)" }).first().click());
    assert.equal(workbook.suggestedFilename(), "contacts.xlsx");
    assert.equal((await readFile(await workbook.path())).subarray(0, 2).toString(), "PK", "a workbook is an archive");

    await page.getByRole("checkbox", { name: "Select Risk 1", exact: true }).check();
    await page.getByRole("checkbox", { name: "Select Risk 3", exact: true }).check();
    await page.getByRole("button", { name: "Export" }).click();
    if (base === "sqlite") await stage.look("69-export-selected");
    const ticked = await downloadBy(page, () => page.getByRole("menuitem", { name: "Export 2 selected (CSV)" }).first().click());
    const [, ...picked] = fromCsv((await readFile(await ticked.path(), "utf8")).slice(1));
    assert.deepEqual(picked.map(([email]) => email).toSorted(), ["r1@example.com", "r3@example.com"]);
  });

  story("an export goes on while the person does, also after a kill, and is found again in the list", base, async (stage) => {
    const { page, url, ask } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await page.goto("/contacts/mass-actions");
    await page.getByRole("heading", { name: "Nothing was done with many contacts yet" }).waitFor();
    await look("70-mass-actions-empty");

    await page.goto("/contacts");
    const notice = page.getByRole("region", { name: "Export" });
    await page.getByRole("button", { name: "Export" }).click();
    const file = await downloadBy(page, () => page.getByRole("menuitem", { name: "CSV file" }).last().click());
    assert.equal(fromCsv((await readFile(await file.path(), "utf8")).slice(1)).length, 151);
    await notice.getByText("150 contacts exported. The download starts by itself; if the browser holds it back, use the link.").waitFor();
    await look("71-exported");

    await post(url, "/api/v1/contact-groups", { name: "Rhineland" });
    const wanted = { search: "p1" };
    await post(url, "/api/v1/mass-actions", { selection: wanted, action: { kind: "add_to_group", group_id: 1 } });
    await post(url, "/api/v1/mass-actions", { selection: wanted, action: { kind: "set_field", field: "city", value: "Ulm" } });
    await choose(page, "More about contacts", "Mass actions and exports");
    const row = (name) => page.getByRole("table", { name: "Mass actions and exports" }).getByRole("row").filter({ hasText: name });
    await row("Set the field “City”").getByText("61 contacts changed").last().waitFor();
    await row("Add to “Rhineland”").getByText("61 contacts added").last().waitFor();
    await row("Export as CSV").getByText("150 contacts exported").last().waitFor();
    await notice.waitFor();
    await look("72-mass-actions");
    const again = await downloadBy(page, () => row("Export as CSV").getByRole("link", { name: "Download" }).click());
    assert.equal(again.suggestedFilename(), "contacts.csv");

    await stage.kill();
    await stage.startAgain();
    await page.reload();
    const kept = await downloadBy(page, () => row("Export as CSV").getByRole("link", { name: "Download" }).click());
    assert.equal(fromCsv((await readFile(await kept.path(), "utf8")).slice(1)).length, 151, "the file is whole after a kill");
    const [{ id }] = (await ask("/api/v1/contacts?search=p149")).items;
    await fetch(new URL(`/api/v1/contacts/${id}/erasure`, url), { method: "POST" });
    await page.reload();
    await row("Export as CSV").getByText("The file is no longer kept.").last().waitFor();
    assert.equal(await row("Export as CSV").getByRole("link", { name: "Download" }).count(), 0);

    await row("Add to “Rhineland”").getByRole("button", { name: "Take off the list" }).click();
    await page.getByRole("dialog", { name: "Take this off the list?" }).getByRole("button", { name: "Take off the list" }).click();
    await row("Add to “Rhineland”").waitFor({ state: "detached" });
  });

  story("nobody is deleted who came after the person agreed to the number", base, async (stage) => {
    const { page, url } = stage;
    await bringIn(url, PEOPLE);
    await page.goto("/contacts?search=p1");
    await page.getByRole("checkbox", { name: "Select all contacts on this page" }).check();
    await selectAll(page, 61);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const deleting = page.getByRole("dialog", { name: "Delete contacts?" });
    await deleting.getByText(/^61 contacts are deleted/).waitFor();
    await post(url, "/api/v1/contacts", { email: "p1@late.example.com" });
    await deleting.getByRole("button", { name: "Delete", exact: true }).click();
    await deleting.getByText("You agreed to delete 61 contacts, but 62 match now.").waitFor();
    await deleting.getByText(/^62 contacts are deleted/).waitFor();
    if (base === "sqlite") await stage.look("73-more-match");
    await deleting.getByRole("button", { name: "Delete", exact: true }).click();
    await deleting.getByText("62 contacts deleted").waitFor();
  });
}

async function selectAll(page, count) {
  const bar = page.getByRole("region", { name: "Selected contacts" });
  await bar.getByRole("button", { name: `Select all ${count}` }).click();
  await bar.getByText(`${count} selected`).waitFor();
}

/** The second page of the filtered list, a click beside the name, and the way back to where one was. */
async function rowLeadsThereAndBack(page, chip) {
  const first = page.getByRole("table", { name: "Contacts" }).locator("tbody tr").first();
  const before = await first.innerText();
  await button(page, "Next").click();
  await page.waitForFunction((old) => document.querySelector("main tbody tr")?.innerText !== old, before);
  const rows = await cellsOf(page, "Contacts");
  await first.getByText("Köln").click();
  await page.getByRole("heading", { level: 1, name: rows[0][1].trim() }).waitFor();
  const opened = page.context().waitForEvent("page");
  await page.goBack();
  await first.getByText("Köln").click({ button: "middle" });
  await (await opened).close();
  await first.getByText("Köln").click();
  await page.getByRole("heading", { level: 1, name: rows[0][1].trim() }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "All contacts" }).click();
  await chip.waitFor();
  await first.getByText("Köln").waitFor();
  assert.deepEqual(await cellsOf(page, "Contacts"), rows, "the same page of the same filter");
  assert.equal(await button(page, "Previous").isEnabled(), true);
}

async function filterBecomesGroup(page, ask, look) {
  await button(page, "Save as contact group").click();
  const dialog = page.getByRole("dialog", { name: "Save the filter as a contact group" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("From Köln");
  await look("63-save-filter");
  await button(dialog, "Create contact group").click();
  await page.getByRole("heading", { level: 1, name: "From Köln" }).waitFor();
  await page.getByText(/^120 members/).waitFor();
  const { items } = await ask("/api/v1/contact-groups?search=From");
  assert.deepEqual(items.map(({ name, members }) => [name, members]), [["From Köln", 120]]);
  await page.goBack();
}
