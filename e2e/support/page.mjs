/** What a person does on any page. */

/** A tab of the application. */
export const tab = (page, name) => page.getByRole("navigation", { name: "Contact management" }).getByRole("link", { name, exact: true });

/** The cells of a table, row by row, as they are shown now. */
export async function cellsOf(page, name) {
  const rows = await page.getByRole("table", { name, exact: true }).locator("tbody tr").all();
  return Promise.all(rows.map((row) => row.getByRole("cell").allInnerTexts()));
}

/** Chooses an option of a list that opens at a click. */
export async function pick(place, label, option) {
  await place.getByRole("combobox", { name: label, exact: true }).click();
  await place.page().getByRole("option", { name: option, exact: true }).click();
}

export const button = (place, name) => place.getByRole("button", { name, exact: true });

/** Opens the menu of a button and takes one of its items. */
export async function choose(page, name, item) {
  await button(page, name).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** The file that a click brings. */
export async function downloadBy(page, click) {
  const download = page.waitForEvent("download");
  await click();
  return download;
}
