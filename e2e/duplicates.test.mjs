/** One person under two addresses: found, compared, merged value by value, undone, merged again, and in the end erased. */
import assert from "node:assert/strict";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { toCsv } from "./support/csv.mjs";
import { choose } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const PEOPLE = [
  ["email", "first_name", "last_name", "company", "city", "mobile_phone"],
  ["ann.lee@example.com", "Ann", "Lee", "Acme", "Ulm", ""],
  ["annlee@example.org", "Ann", "Lee", "ACME", "Bonn", "+49 30 5550100"],
  ["ben@example.com", "Ben", "Bell", "Bells", "Graz", "+43 316 555 0101"],
  ["cy@example.com", "Cy", "Cole", "Coles", "Linz", "0043 316 5550101"],
];

const section = (page, name) => page.getByRole("region", { name, exact: true });
const shown = (page, label) => section(page, "Details").getByText(label, { exact: true }).locator("xpath=following-sibling::dd");

for (const base of BASES) {
  story("two contacts that are one person are merged, and the person is erased", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    // One after the other: within one import nothing says who of two is the older contact.
    for (const [one, two] of [[1, 3], [2, 4]]) await bringIn(url, [PEOPLE[0], PEOPLE[one], PEOPLE[two]]);
    const people = (await stage.ask("/api/v1/contacts")).items;
    const [ann, anna] = ["ann.lee@example.com", "annlee@example.org"].map((email) => people.find((one) => one.email === email).id);
    await post(url, `/api/v1/contacts/${anna}/notes`, { text: "Met at the fair." });
    await post(url, "/api/v1/files?name=waiting.csv", toCsv(PEOPLE));

    await areFound(page, look);
    await areComparedAndMerged(page, look, ann);
    await isUndone(page, look);
    await areMergedAgain(page, look, [ann, anna]);
    await isErased(page, look);
    await staysOut(stage, look);
    await isLetInAgain(stage);
    await inactiveAreDeleted(page, look);
  });
}

async function areFound(page, look) {
  await page.goto("/contacts");
  await choose(page, "More about contacts", "Find duplicates");
  await page.getByRole("heading", { name: "Find contacts that are the same person" }).waitFor();
  await page.getByText("Not searched yet.").waitFor();
  await look("110-never-searched");
  await page.getByRole("button", { name: "Search for duplicates" }).click();
  const pairs = page.getByRole("list", { name: "Contacts that may be one person" }).getByRole("listitem");
  await pairs.nth(1).waitFor();
  await page.getByText(/^Last searched /).waitFor();
  await pairs.filter({ hasText: "Ann Lee" }).getByText("same name and company").waitFor();
  await pairs.filter({ hasText: "Ben Bell" }).getByText("same phone number").waitFor();
  await look("111-duplicates");
  await page.getByRole("button", { name: "Ben Bell and Cy Cole are not the same person" }).click();
  await pairs.nth(1).waitFor({ state: "detached" });
  assert.equal(await pairs.count(), 1);
}

async function areComparedAndMerged(page, look, stays) {
  await page.getByRole("link", { name: "Compare Ann Lee and Ann Lee" }).click();
  await page.getByRole("heading", { level: 1, name: "Merge contacts" }).waitFor();
  const city = page.getByRole("radiogroup", { name: "City" });
  const phone = page.getByRole("radiogroup", { name: "Mobile phone" });
  assert.equal(await city.getByRole("radio", { name: "Ulm" }).isChecked(), true, "the own value");
  assert.equal(await phone.getByRole("radio", { name: "+49 30 5550100" }).isChecked(), true, "the other's where the own one is blank");
  assert.equal(await page.getByRole("radiogroup", { name: "Last name" }).count(), 0, "both have it");
  await section(page, "What moves").getByText("1 note").waitFor();
  await city.getByRole("radio", { name: "Bonn" }).check();
  await page.getByRole("button", { name: "Keep the other contact" }).click();
  await section(page, "What moves").getByText("ann.lee@example.com").waitFor();
  assert.equal(await city.getByRole("radio", { name: "Bonn" }).isChecked(), true, "the choice stays");
  await page.getByRole("button", { name: "Keep the other contact" }).click();
  await section(page, "What moves").getByText("1 note").waitFor();
  await look("112-merge");
  await merge(page, stays);
  await shown(page, "City").getByText("Bonn").waitFor();
  await section(page, "Notes").getByText("Met at the fair.").waitFor();
  await section(page, "Merged contacts").getByText("Found by annlee@example.org").waitFor();
  await look("113-merged");
}

async function merge(page, stays) {
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.waitForURL(new RegExp(`/contacts/${stays}$`));
}

async function isUndone(page, look) {
  await page.getByRole("button", { name: "Undo the merge with Ann Lee" }).click();
  const dialog = page.getByRole("dialog", { name: "Undo this merge?" });
  await dialog.getByRole("button", { name: "Undo merge" }).waitFor();
  await look("114-undo");
  await dialog.getByRole("button", { name: "Undo merge" }).click();
  await section(page, "Merged contacts").waitFor({ state: "detached" });
  await shown(page, "City").getByText("Ulm").waitFor();
}

async function areMergedAgain(page, look, [ann, anna]) {
  await page.goto("/contacts/duplicates");
  await page.getByRole("heading", { name: "No duplicates found" }).waitFor();
  await page.getByRole("button", { name: "Search for duplicates" }).click();
  const pairs = page.getByRole("list", { name: "Contacts that may be one person" }).getByRole("listitem");
  await pairs.getByRole("link", { name: "Ann Lee", exact: true }).first().click();
  await section(page, "Possible duplicates").getByText("annlee@example.org").waitFor();
  await look("115-possible-duplicates");
  await section(page, "Possible duplicates").getByRole("link", { name: /^Compare/ }).click();
  await page.waitForURL(new RegExp(`/contacts/${ann}/merge/${anna}$`));
  await page.getByRole("radiogroup", { name: "Address shown" }).getByRole("radio", { name: "annlee@example.org" }).check();
  await merge(page, ann);
  await shown(page, "E-mail address").getByText("annlee@example.org").waitFor();
}

async function isErased(page, look) {
  await choose(page, "More for this contact", "Erase this person");
  const dialog = page.getByRole("dialog", { name: "Erase this person?" });
  await dialog.getByText("2 addresses: ").waitFor();
  await dialog.getByText(/^waiting\.csv, deleted by /).waitFor();
  const erase = dialog.getByRole("button", { name: "Erase this person" });
  const typed = dialog.getByRole("textbox", { name: "To confirm, type annlee@example.org" });
  await typed.fill("ann.lee@example.com");
  assert.equal(await erase.isDisabled(), true, "another address does not do");
  await look("116-erase");
  await typed.fill("annlee@example.org");
  await erase.click();
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ben Bell" }).waitFor();
  assert.equal(await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ann Lee" }).count(), 0);
}

async function staysOut({ page, url }, look) {
  const { id, counts } = await bringIn(url, [PEOPLE[0], ["ANN.lee@example.com", "Ann", "Lee", "Acme", "Ulm", ""], ["dee@example.com", "Dee", "", "", "", ""]]);
  assert.deepEqual([counts.imported, counts.not_imported], [1, 1]);
  await page.goto(`/imports/${id}`);
  const rejects = page.getByRole("table", { name: "Rows that were not imported" });
  await rejects.getByText(/erased/).first().waitFor();
  assert.equal(await rejects.getByText("ANN.lee@example.com").count(), 0, "nothing of the row is kept");
  await look("117-erased-row");
}

async function isLetInAgain({ page, url }) {
  await page.goto("/contacts/inactive");
  const email = page.getByRole("textbox", { name: "E-mail address" });
  const letIn = page.getByRole("button", { name: "Let in again" });
  await email.fill("nobody@example.com");
  await letIn.click();
  await page.getByText("Nobody with this address was erased.").waitFor();
  await email.fill("ann.lee@example.com");
  await letIn.click();
  await page.getByText("ann.lee@example.com can be imported and added again.").waitFor();
  const { counts } = await bringIn(url, PEOPLE.slice(0, 2));
  assert.equal(counts.imported, 1);
}

async function inactiveAreDeleted(page, look) {
  const days = page.getByRole("textbox", { name: "Days without an activity and without a change" });
  assert.equal(await days.inputValue(), "365");
  await days.fill("9");
  await page.getByText("Type a number of days from 10 to 36,500.").waitFor();
  await look("118-inactive");
  await days.fill("30");
  await page.getByText("No contact would be deleted now.").waitFor();
  await page.getByRole("switch", { name: "Delete inactive contacts by themselves" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete inactive contacts from now on?" });
  await dialog.getByText(/^No contact is deleted now\..*30 days\.$/).waitFor();
  await look("119-switch-on");
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await page.getByText("Saved.", { exact: true }).waitFor();
}
