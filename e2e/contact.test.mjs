/** One contact: made by hand, changed where its values stand, written about, and deleted. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { cellsOf, choose, downloadBy, pick, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const section = (page, name) => page.getByRole("region", { name, exact: true });
const shown = (page, label) => section(page, "Details").getByText(label, { exact: true }).locator("xpath=following-sibling::dd");

/** Puts something else in the place of a value; Enter saves it. */
async function change(page, label, value) {
  await page.getByRole("button", { name: `Edit ${label}`, exact: true }).click();
  const input = page.getByLabel(label, { exact: true });
  await input.fill(value);
  await input.press("Enter");
  return input;
}

async function changed(page, label, value, expected = value) {
  const input = await change(page, label, value);
  await input.waitFor({ state: "detached" });
  await shown(page, label).getByText(expected, { exact: true }).waitFor();
}

for (const base of BASES) {
  story("a contact is made by hand, changed, written about, and deleted", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await post(url, "/api/v1/fields", { label: "Employees", kind: "number", choices: [] });
    await post(url, "/api/v1/fields", { label: "Interests", kind: "choices", choices: ["Wine", "Cheese", "Bread"] });
    await post(url, "/api/v1/contacts", { email: "ben@example.com", fields: { first_name: "Ben" } });
    await post(url, "/api/v1/contact-groups", { name: "Regulars" });

    await newContact(page, look);
    await valuesAreChanged(page, look);
    await notesAreKept(page, look);
    await activityIsAdded(page, look);
    await isPutIntoGroup(page);
    await historyTellsWho(page, look);
    await everythingIsHandedOver(page);
    await isDeleted(page, look);
  });
}

async function newContact(page, look) {
  await page.goto("/contacts");
  await page.getByRole("button", { name: "New contact" }).click();
  const dialog = page.getByRole("dialog", { name: "New contact" });
  const create = dialog.getByRole("button", { name: "Create contact" });
  const email = dialog.getByRole("textbox", { name: "E-mail address" });
  await create.click();
  await dialog.getByText("Type the e-mail address. Muster finds a contact by it.").waitFor();
  await email.fill("zoe@@example.com");
  await create.click();
  await dialog.getByText(/^The e-mail address cannot be used: /).waitFor();
  await email.fill("BEN@example.com");
  await create.click();
  await dialog.getByText(/^Another contact has this e-mail address/).waitFor();
  await look("70-address-taken");
  await email.fill("zoe@example.com");
  await dialog.getByRole("textbox", { name: "First name" }).fill("Zoë");
  await dialog.getByRole("textbox", { name: "Last name" }).fill("Müller");
  await create.click();
  await page.getByRole("heading", { level: 1, name: "Zoë Müller" }).waitFor();
  await section(page, "Where it comes from").getByText("Not from an import.").waitFor();
}

async function valuesAreChanged(page, look) {
  await page.getByRole("switch", { name: "Show blank fields" }).click();
  await changed(page, "City", "Köln");
  await changed(page, "City", "Bonn");
  await changed(page, "Birthday", "1990-02-03", "Feb 3, 1990");
  await page.getByRole("button", { name: "Edit Gender" }).click();
  await page.getByLabel("Gender", { exact: true }).selectOption("female");
  await page.getByLabel("Gender", { exact: true }).press("Enter");
  await shown(page, "Gender").getByText("female").waitFor();

  const employees = await change(page, "Employees", "many");
  await page.getByText("The value for \"Employees\" is not a number").waitFor();
  assert.equal(await employees.getAttribute("aria-invalid"), "true");
  await look("71-refused-value");
  await employees.fill("1200");
  await page.getByRole("button", { name: "Save Employees" }).click();
  await shown(page, "Employees").getByText("1,200").waitFor();

  await page.getByRole("button", { name: "Edit Interests" }).click();
  await page.getByRole("checkbox", { name: "Bread" }).check();
  await page.getByRole("checkbox", { name: "Wine" }).check();
  await page.getByRole("button", { name: "Save Interests" }).click();
  await shown(page, "Interests").getByText("Wine, Bread").waitFor();

  const email = await change(page, "E-mail address", "ben@example.com");
  await page.getByText(/^Another contact has this e-mail address/).waitFor();
  await email.press("Escape");
  await shown(page, "E-mail address").getByText("zoe@example.com").waitFor();
  await page.getByRole("switch", { name: "Show blank fields" }).click();
}

async function notesAreKept(page, look) {
  const notes = section(page, "Notes");
  const write = async (text) => {
    await notes.getByRole("textbox", { name: "Write a note" }).fill(text);
    await notes.getByRole("button", { name: "Add note" }).click();
    await notes.getByRole("listitem").filter({ hasText: text.split("\n")[0] }).waitFor();
  };
  await write("Met at the fair.\nWants a catalogue.");
  await write("Called back, no answer.");
  await notes.getByRole("button", { name: /^Edit the note of/ }).first().click();
  await notes.getByRole("textbox", { name: /^Edit the note of/ }).fill("Called back, answers on Mondays.");
  await notes.getByRole("button", { name: "Save note" }).click();
  await notes.getByText("Called back, answers on Mondays.").waitFor();
  await notes.getByRole("button", { name: /^Delete the note of/ }).last().click();
  const dialog = page.getByRole("dialog", { name: "Delete this note?" });
  await look("72-delete-a-note");
  await dialog.getByRole("button", { name: "Delete note" }).click();
  await notes.getByText("Met at the fair.").waitFor({ state: "detached" });
  assert.equal(await notes.getByRole("listitem").count(), 1);
}

async function activityIsAdded(page, look) {
  await section(page, "Activities").getByRole("button", { name: "Add activity" }).click();
  const dialog = page.getByRole("dialog", { name: "Add activity" });
  await dialog.getByRole("combobox", { name: "Type" }).selectOption("Purchase");
  await dialog.getByLabel("Time", { exact: true }).fill("2026-03-04T10:30");
  await dialog.getByRole("textbox", { name: "Title" }).fill("Twelve baskets");
  await dialog.getByRole("textbox", { name: "Value" }).fill("1490.50");
  await look("73-add-activity");
  await dialog.getByRole("button", { name: "Add activity" }).click();
  await section(page, "Activities").getByText("Twelve baskets").waitFor();
  await section(page, "Activities").getByText("Mar 4, 2026, 10:30 AM").waitFor();
}

async function isPutIntoGroup(page) {
  const groups = section(page, "Contact groups");
  await groups.getByRole("button", { name: "Add to a contact group" }).click();
  const dialog = page.getByRole("dialog", { name: "Add to a contact group" });
  await pick(dialog, "Contact group", /^Regulars/);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await groups.getByText("added by hand").waitFor();
  await choose(page, "Actions for Regulars", "Keep out of the group for good");
  await groups.getByText("kept out").waitFor();
  await choose(page, "Actions for Regulars", "No longer keep out");
  await groups.getByText("kept out").waitFor({ state: "detached" });
}

async function historyTellsWho(page, look) {
  await section(page, "Earlier values").getByRole("row", { name: "Interests" }).waitFor();
  const history = (await cellsOf(page, "Earlier values")).map(([, ...cells]) => cells);
  assert.deepEqual(history.toSorted(), [
    ["Birthday", "–", "Feb 3, 1990", "By hand"],
    ["City", "Köln", "Bonn", "By hand"],
    ["City", "–", "Köln", "By hand"],
    ["Employees", "–", "1,200", "By hand"],
    ["Gender", "–", "female", "By hand"],
    ["Interests", "–", "Wine, Bread", "By hand"],
  ]);
  await look("74-contact");
}

async function everythingIsHandedOver(page) {
  const file = await downloadBy(page, () => choose(page, "More for this contact", "Download everything known about this person"));
  const known = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(known.contact.fields.city, "Bonn");
  assert.deepEqual(known.notes.map(({ text }) => text), ["Called back, answers on Mondays."]);
}

async function isDeleted(page, look) {
  await tab(page, "Activities").click();
  await page.getByRole("table", { name: "Activities" }).getByRole("link", { name: "Zoë Müller" }).click();
  await choose(page, "More for this contact", "Delete contact");
  const dialog = page.getByRole("dialog", { name: "Delete this contact?" });
  await dialog.getByText(/^Zoë Müller is deleted with all values, notes, activities and memberships\./).waitFor();
  await look("75-delete-contact");
  await dialog.getByRole("button", { name: "Delete contact" }).click();
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Ben" }).waitFor();
  assert.equal((await cellsOf(page, "Contacts")).length, 1);
  await tab(page, "Activities").click();
  await page.getByRole("heading", { name: "No activities yet" }).waitFor();
}
