/** What a person does in the wizard and on an import's page, in their words. */
import assert from "node:assert/strict";

const SETTLES_WITHIN = 10_000;

export async function selectFile(page, file) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /^Select (a|another) file$/ }).click();
  await (await chooser).setFiles(file);
}

/** Drops files where the mouse is, as the desktop does: the browser would open them if the page let it. */
export async function dropFiles(page, paths, target) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: paths, dragOperationsMask: 1 } };
  // Twice over: the zone changes under the mouse, and a hand is never quite still.
  for (const type of ["dragEnter", "dragOver", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, ...at });
  await session.detach();
}

export const columnOf = (page, column) => page.getByRole("combobox", { name: `Maps to: ${column}`, exact: true });

export async function openFields(page, column) {
  await columnOf(page, column).click();
  await page.getByRole("option").first().waitFor();
}

export async function mapColumn(page, column, field) {
  await openFields(page, column);
  await page.getByRole("option", { name: field, exact: true }).click();
  await page.getByRole("option").first().waitFor({ state: "hidden" });
}

/** Each column that asks for a field has the one that is expected, as soon as the fields are known. */
export async function expectMapping(page, expected) {
  const deadline = Date.now() + SETTLES_WITHIN;
  for (;;) {
    const mapping = await mappingOf(page);
    if (JSON.stringify(mapping) === JSON.stringify(expected)) return;
    if (Date.now() > deadline) assert.deepEqual(mapping, expected);
  }
}

/** The chosen field of each column, as it is shown now. */
async function mappingOf(page) {
  const columns = page.getByRole("combobox", { name: /^Maps to: / });
  const pairs = await columns.evaluateAll((all) => all.map((one) => [one.getAttribute("aria-label").replace("Maps to: ", ""), one.value]));
  return Object.fromEntries(pairs);
}

export const startButton = (page) => page.getByRole("button", { name: "Import contacts" });

/** Starts the import and resolves to its id, once its page is shown. */
export async function startImport(page) {
  await startButton(page).click();
  return importShown(page);
}

export async function importShown(page) {
  await page.waitForURL(/\/imports\/\d+$/);
  return Number(page.url().split("/").pop());
}

/** The lines of the confirmation screen. */
export async function resultOf(page, timeout) {
  await page.getByRole("heading", { name: /^(Import finished|Imported, .* left out|Nothing was imported)$/ }).waitFor({ timeout });
  const [processed] = await page.getByText(/^Processed [\d,]+ contacts?\.$/).allTextContents();
  const items = await page.getByRole("list", { name: "Result of the import" }).getByRole("listitem").allInnerTexts();
  return [processed, ...items.map((item) => item.split("\n")[0])];
}
