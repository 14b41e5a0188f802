/** The activity log and the types of activities: one of one's own is made, used, changed, switched off and kept. */
import assert from "node:assert/strict";
import { post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { cellsOf, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const toTypes = (page) => page.getByRole("link", { name: "Activity types" }).click();
const typeRow = (page, label) => page.getByRole("row").filter({ has: page.getByRole("button", { name: `Edit “${label}”` }) });

for (const base of BASES) {
  story("a type of activities is made, recorded by hand, found in the log, and switched off", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    const ann = await post(url, "/api/v1/contacts", { email: "ann@example.com", fields: { first_name: "Ann", last_name: "Bell" } });

    await logIsEmpty(page, look);
    await typeIsMade(page, look);
    await typesAreRecorded(page, ann.id);
    await logIsFiltered(page, look);
    await typeIsRenamed(page);
    await usedTypeIsKept(page, look);
    await typeIsSwitchedOff(page, ann.id, look);
    await unusedTypeIsDeleted(page);
  });
}

async function logIsEmpty(page, look) {
  await page.goto("/contacts");
  await tab(page, "Activities").click();
  await page.getByRole("heading", { name: "No activities yet" }).waitFor();
  await look("130-no-activities");
}

async function typeIsMade(page, look) {
  await toTypes(page);
  await page.getByRole("button", { name: "New type" }).click();
  const dialog = page.getByRole("dialog", { name: "New type" });
  const label = dialog.getByRole("textbox", { name: "Label" });
  const create = dialog.getByRole("button", { name: "Create type" });
  await create.click();
  await dialog.getByText("Give the type a label.").waitFor();
  await label.fill("PURCHASE");
  await create.click();
  await dialog.getByText(/^There is an activity type with the name/).waitFor();
  await label.fill("Cooking class");
  await dialog.getByRole("radio", { name: "Grape" }).check();
  await look("131-new-type");
  await create.click();
  await dialog.waitFor({ state: "detached" });
  await typeRow(page, "Cooking class").getByText("Custom", { exact: true }).waitFor();
  await look("132-types");
}

async function typesAreRecorded(page, id) {
  await page.goto(`/contacts/${id}`);
  await record(page, "Cooking class", "Sourdough for beginners");
  await record(page, "Purchase", "Two baskets");
}

async function record(page, type, title) {
  const activities = page.getByRole("region", { name: "Activities", exact: true });
  await activities.getByRole("button", { name: "Add activity" }).click();
  const dialog = page.getByRole("dialog", { name: "Add activity" });
  await dialog.getByRole("combobox", { name: "Type" }).selectOption(type);
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("button", { name: "Add activity" }).click();
  await activities.getByRole("listitem").filter({ hasText: type }).getByText(title).waitFor();
}

async function logIsFiltered(page, look) {
  await tab(page, "Activities").click();
  const log = page.getByRole("table", { name: "Activities" });
  await log.getByText("Two baskets").waitFor();
  assert.deepEqual(await logged(page), [["Purchase", "Two baskets"], ["Cooking class", "Sourdough for beginners"]], "the latest first");
  await look("133-log");
  await only(page, "Cooking class");
  await log.getByText("Two baskets").waitFor({ state: "detached" });
  await page.reload();
  await log.getByText("Sourdough for beginners").waitFor();
  assert.deepEqual(await logged(page), [["Cooking class", "Sourdough for beginners"]], "the address keeps the filter");
  await only(page, "Form submitted");
  await page.getByRole("heading", { name: "No activity found" }).waitFor();
  await only(page, "Cooking class");
  await log.getByRole("link", { name: "Ann Bell" }).click();
  await page.getByRole("heading", { level: 1, name: "Ann Bell" }).waitFor();
}

const only = (page, type) => page.getByRole("combobox", { name: "Show activities of type" }).selectOption(type);

const logged = async (page) => (await cellsOf(page, "Activities")).map(([, , type, what]) => [type, what.split("\n").at(-1)]);

async function typeIsRenamed(page) {
  await tab(page, "Activities").click();
  await toTypes(page);
  await page.getByRole("button", { name: "Edit “Cooking class”" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit “Cooking class”" });
  await dialog.getByRole("textbox", { name: "Label" }).fill("Baking class");
  await dialog.getByRole("button", { name: "Save type" }).click();
  await typeRow(page, "Baking class").waitFor();
}

async function usedTypeIsKept(page, look) {
  await page.getByRole("button", { name: "Delete “Baking class”" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete “Baking class”" });
  await dialog.getByRole("button", { name: "Delete type" }).click();
  await dialog.getByRole("alert").waitFor();
  await look("134-type-in-use");
  await dialog.getByRole("button", { name: "Cancel" }).click();
}

async function typeIsSwitchedOff(page, id, look) {
  const on = page.getByRole("switch", { name: "Baking class: on" });
  const answered = page.waitForResponse((response) => response.request().method() === "PATCH");
  await on.click();
  assert.equal((await answered).status(), 200);
  await page.reload();
  await on.waitFor();
  assert.equal(await on.isChecked(), false, "it stays off");
  assert.ok(await page.getByRole("switch", { name: "Baking class: can be added by hand" }).isDisabled());
  await look("135-type-off");

  await page.goto(`/contacts/${id}`);
  await page.getByRole("listitem").filter({ hasText: "Baking class" }).getByText("Sourdough for beginners").waitFor();
  await page.getByRole("button", { name: "Add activity" }).click();
  const offered = page.getByRole("dialog", { name: "Add activity" }).getByRole("combobox", { name: "Type" }).getByRole("option");
  await offered.filter({ hasText: /^Purchase$/ }).waitFor({ state: "attached" });
  assert.ok(!(await offered.allInnerTexts()).includes("Baking class"), "what is off is not offered");
  await page.keyboard.press("Escape");
}

async function unusedTypeIsDeleted(page) {
  await page.goto("/activities/types");
  await page.getByRole("button", { name: "New type" }).click();
  const dialog = page.getByRole("dialog", { name: "New type" });
  await dialog.getByRole("textbox", { name: "Label" }).fill("Wine tasting");
  await dialog.getByRole("button", { name: "Create type" }).click();
  await page.getByRole("button", { name: "Delete “Wine tasting”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete type" }).click();
  await typeRow(page, "Wine tasting").waitFor({ state: "detached" });
  await typeRow(page, "Baking class").waitFor();
}
