/** Accounts: made, filled with contacts in their roles, asked for by conditions and put into groups; and history from a file. */
import assert from "node:assert/strict";
import { post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { addRule, ask, ruleOf } from "./support/builder.mjs";
import { toCsv } from "./support/csv.mjs";
import { csvFile } from "./support/files.mjs";
import { cellsOf, pick, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const section = (page, name) => page.getByRole("region", { name, exact: true });
const shown = (page, label) => section(page, "Details").getByText(label, { exact: true }).locator("xpath=following-sibling::dd");
const edit = (page, label) => page.getByRole("button", { name: `Edit ${label}`, exact: true }).click();

for (const base of BASES) {
  story("an account is made, filled, asked for and put into a group", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await post(url, "/api/v1/contacts", { email: "ann@example.com", fields: { first_name: "Ann", last_name: "Lee", status: "Old lead" } });
    await post(url, "/api/v1/contacts", { email: "ben@example.com", fields: { first_name: "Ben" } });
    await post(url, "/api/v1/accounts", { name: "Acme Holding", fields: { city: "Wien" } });
    await post(url, "/api/v1/contact-groups", { name: "Newsletter" });

    await listsAreKept(page, look);
    await accountIsMade(page, look);
    await valuesAreChanged(page, look);
    await contactIsPutIn(page, look);
    await contactTellsIt(page, look);
    await groupAsksForIt(page, look);
    await groupTakesItsContacts(page, look);
    await whatIsNamedStays(page, look);
  });

  story("history comes from a file", base, async (stage) => {
    const { page, url } = stage;
    await post(url, "/api/v1/contacts", { email: "ann@example.com", fields: { first_name: "Ann" } });
    const rows = [
      ["email", "type", "at", "item", "shoe size"],
      ["ann@example.com", "page_visit", "2026-01-02T10:00:00Z", "Prices", "42"],
      ["ann@example.com", "page_visit", "yesterday", "Prices", ""],
      ["nobody@example.com", "page_visit", "2026-01-02T10:00:00Z", "Prices", ""],
    ];
    await page.goto("/activities");
    await page.getByRole("link", { name: "Import history" }).click();
    await upload(page, "history.csv", rows);
    await page.getByText("3 rows read from history.csv.").waitFor();
    assert.deepEqual(await counts(page), ["1", "0", "2"]);
    const rejected = await cellsOf(page, "Rows that were not recorded");
    assert.deepEqual(rejected.map(([row]) => row), ["3", "4"]);
    assert.ok(rejected.every(([, reason]) => reason.length > 0));
    if (base === "sqlite") await stage.look("116-history");
    await upload(page, "history.csv", rows);
    await page.getByText("Recorded before", { exact: true }).locator("xpath=following-sibling::dd").getByText("1").waitFor();
    await upload(page, "people.csv", [["name"], ["Ann"]]);
    await page.getByText("The header must have the columns type, and email or contact_id.").waitFor();
    if (base === "sqlite") await stage.look("117-history-refused");
    await page.getByRole("link", { name: "All activities" }).click();
    await page.getByRole("table", { name: "Activities" }).getByText("Prices").waitFor();
  });
}

async function upload(page, name, rows) {
  await page.locator("input[type=file]").setInputFiles(csvFile(name, toCsv(rows)));
}

const counts = (page) => page.locator("dl dd").allInnerTexts();

async function listsAreKept(page, look) {
  await page.goto("/accounts");
  await page.getByRole("link", { name: "Statuses and roles" }).click();
  const statuses = section(page, "Account statuses");
  await statuses.getByText("No status yet.").waitFor();
  for (const [label, colour] of [["Prospect", "Blue"], ["Customer", "Teal"]]) await add(page, "Add account status", "Add status", label, colour);
  await statuses.getByRole("button", { name: "Move “Customer” up" }).click();
  await statuses.getByText(/^Customer not used$/).waitFor();
  await page.waitForFunction(() => document.body.innerText.indexOf("Customer not used") < document.body.innerText.indexOf("Prospect not used"));
  await add(page, "Add role", "Add role", "Buyer");
  await add(page, "Add contact status", "Add status", "Lead", "Green");
  await section(page, "Contact statuses").getByText("Old lead used 1×").waitFor();
  await look("100-lists");
  assert.equal(await page.getByText("In use, but not in the list").count(), 0, "a new word of an import is in the list");
}

async function add(page, button, create, label, colour) {
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: button });
  await dialog.getByRole("textbox", { name: "Label" }).fill(label);
  if (colour) await dialog.getByRole("radio", { name: colour }).check();
  await dialog.getByRole("button", { name: create, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: `Edit “${label}”`, exact: true }).waitFor();
}

async function accountIsMade(page, look) {
  await tab(page, "Accounts").click();
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog", { name: "New account" });
  const name = dialog.getByRole("textbox", { name: "Name of the account" });
  await name.fill("ACME holding");
  await dialog.getByRole("button", { name: "Create account" }).click();
  await dialog.getByText("There is an account with this name already.").waitFor();
  await look("101-name-taken");
  await name.fill("Acme Köln");
  await dialog.getByLabel("Status").selectOption("Prospect");
  await dialog.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { level: 1, name: "Acme Köln" }).waitFor();
}

async function valuesAreChanged(page, look) {
  await edit(page, "City");
  await page.getByLabel("City", { exact: true }).fill("Köln");
  await page.getByLabel("City", { exact: true }).press("Enter");
  await shown(page, "City").getByText("Köln").waitFor();
  await edit(page, "Status");
  await page.getByLabel("Status", { exact: true }).selectOption("Customer");
  await page.getByLabel("Status", { exact: true }).press("Enter");
  await shown(page, "Status").getByText("Customer").waitFor();
  await edit(page, "Parent account");
  await choosePerson(page, "Parent account", "acme", "Acme Köln");
  await page.getByText(/below itself|depend on itself|below this one|itself/i).first().waitFor();
  await look("102-cycle");
  await choosePerson(page, "Parent account", "hold", "Acme Holding");
  await shown(page, "Parent account").getByRole("link", { name: "Acme Holding" }).waitFor();
}

async function choosePerson(page, label, words, option) {
  const input = page.getByRole("combobox", { name: label, exact: true });
  await input.fill(words);
  await page.getByRole("option", { name: option }).click();
}

async function contactIsPutIn(page, look) {
  await section(page, "Contacts").getByText("No contacts yet").waitFor();
  await page.getByRole("button", { name: "Add contacts" }).click();
  const dialog = page.getByRole("dialog", { name: "Add contacts to Acme Köln" });
  await dialog.getByLabel("Role in the account").selectOption("Buyer");
  await dialog.getByRole("searchbox").fill("lee");
  await dialog.getByRole("button", { name: "Add Ben" }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Add Ann Lee" }).click();
  await dialog.getByText("Added", { exact: true }).waitFor();
  await look("103-add-contacts");
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ann Lee" }).waitFor();
  assert.equal(await page.getByLabel("Role of Ann Lee").inputValue(), await page.getByLabel("Role of Ann Lee").locator("option", { hasText: "Buyer" }).getAttribute("value"));
  await edit(page, "Primary contact");
  await choosePerson(page, "Primary contact", "ben", "Ben");
  await shown(page, "Primary contact").getByRole("link", { name: "Ben" }).waitFor();
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ben" }).waitFor();
  await page.getByRole("button", { name: "Take out Ben" }).waitFor();
  await look("104-account");
}

async function contactTellsIt(page, look) {
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ann Lee" }).click();
  const accounts = section(page, "Accounts");
  await accounts.getByRole("link", { name: "Acme Köln" }).waitFor();
  await edit(page, "Status");
  await page.getByRole("combobox", { name: "Status", exact: true }).fill("le");
  await page.getByRole("option", { name: "Lead", exact: true }).click();
  await page.getByRole("button", { name: "Save Status" }).click();
  await shown(page, "Status").getByText("Lead", { exact: true }).waitFor();
  await accounts.getByRole("button", { name: "Add to an account" }).click();
  const dialog = page.getByRole("dialog", { name: "Add to an account" });
  await choosePerson(page, "Account", "hold", "Acme Holding");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await accounts.getByRole("link", { name: "Acme Holding" }).waitFor();
  await look("105-contact");
  await accounts.getByRole("button", { name: "Take out of Acme Holding" }).click();
  await accounts.getByRole("link", { name: "Acme Holding" }).waitFor({ state: "detached" });
}

async function groupAsksForIt(page, look) {
  await tab(page, "Contact groups").click();
  await page.getByRole("button", { name: "New contact group" }).click();
  const dialog = page.getByRole("dialog", { name: "New contact group" });
  await dialog.getByRole("textbox", { name: "Name of the contact group" }).fill("Buyers");
  await dialog.getByRole("radio", { name: "By condition" }).check();
  await dialog.getByRole("button", { name: "Create contact group" }).click();
  await ask(page, "1", "Account", "is in any of");
  await pick(ruleOf(page, "1"), "Value", "Acme Köln");
  await page.keyboard.press("Escape");
  await addRule(page);
  await ask(page, "2", "Role in an account", "is any of");
  await pick(ruleOf(page, "2"), "Value", "Buyer");
  await page.keyboard.press("Escape");
  await section(page, "Who meets it now").getByText("1 contact", { exact: true }).waitFor();
  await page.getByText("Contacts for which Account is in any of “Acme Köln” and Role in an account is any of “Buyer”.").waitFor();
  await look("106-condition");
  await page.getByRole("button", { name: "Save condition" }).click();
  await page.getByRole("table", { name: "Members" }).getByRole("link", { name: "Ann Lee" }).waitFor();
}

async function groupTakesItsContacts(page, look) {
  await tab(page, "Contact groups").click();
  await page.getByRole("link", { name: "Newsletter" }).click();
  const accounts = section(page, "Accounts");
  await accounts.getByText("No account is in this group.").waitFor();
  await accounts.getByRole("button", { name: "Add an account" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an account" });
  await choosePerson(page, "Account", "köln", "Acme Köln");
  await look("107-add-account");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await accounts.getByRole("link", { name: "Acme Köln" }).waitFor();
  await page.getByRole("table", { name: "Members" }).getByRole("link", { name: "Ann Lee" }).waitFor();
  const members = await cellsOf(page, "Members");
  assert.deepEqual(members.map(([, , why]) => why), ["through its account", "through its account"]);
  await look("108-group");
}

async function whatIsNamedStays(page, look) {
  await section(page, "Accounts").getByRole("link", { name: "Acme Köln" }).click();
  await section(page, "Contact groups").getByRole("link", { name: "Newsletter" }).waitFor();
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete “Acme Köln”?" });
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await dialog.getByText(/Buyers/).first().waitFor();
  await look("109-account-named");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await tab(page, "Accounts").click();
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name: "Acme Köln" }).waitFor();
  await look("110-accounts");
  await page.getByRole("link", { name: "Statuses and roles" }).click();
  await page.getByRole("button", { name: "Delete “Buyer”" }).click();
  const refused = page.getByRole("dialog", { name: "Delete “Buyer”" });
  await refused.getByRole("button", { name: "Delete role" }).click();
  await refused.getByText(/Buyers/).first().waitFor();
  await look("111-role-named");
  await refused.getByRole("button", { name: "Cancel" }).click();
  await tab(page, "Accounts").click();
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name: "Acme Holding" }).click();
  await section(page, "Accounts below it").getByRole("link", { name: "Acme Köln" }).waitFor();
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("dialog", { name: "Delete “Acme Holding”?" }).getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await page.getByRole("link", { name: "Acme Holding" }).waitFor({ state: "detached" });
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name: "Acme Köln" }).waitFor();
  assert.deepEqual((await cellsOf(page, "Accounts")).map(([name, status, city, count]) => [name.split("\n")[0], status, city, count]), [["Acme Köln", "Customer", "Köln", "2"]]);
}
