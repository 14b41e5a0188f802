/** How a file comes into the wizard, and what is said about files that cannot be imported. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "./support/csv.mjs";
import { csvFile } from "./support/files.mjs";
import { story } from "./support/stage.mjs";
import { columnOf, dropFiles, expectMapping, mapColumn, resultOf, selectFile, startButton, startImport } from "./support/wizard.mjs";

const PEOPLE = toCsv([["First name", "Email"], ["Ann", "ann@example.com"]]);
const dropZone = (page) => page.getByTestId("drop-zone");

story("a file is dropped on the page", "sqlite", async ({ page, folder, look }) => {
  const [people, other] = [join(folder, "people.csv"), join(folder, "other.csv")];
  await Promise.all([writeFile(people, PEOPLE), writeFile(other, PEOPLE)]);
  await page.goto("/contacts/import");
  await dropZone(page).waitFor();

  await dropFiles(page, [people, other], dropZone(page));
  await page.getByRole("alert").getByText("Only one file can be imported at a time. Select one of the 2 files.").waitFor();
  assert.equal(await page.getByRole("heading", { level: 3 }).count(), 0);
  await look("20-several-files");

  await dropFiles(page, [people], page.getByRole("heading", { level: 1 }));
  assert.equal(new URL(page.url()).pathname, "/contacts/import", "a file that is dropped beside the zone is not opened");
  assert.equal(await page.getByText("people.csv").count(), 0);

  await dropFiles(page, [people], dropZone(page));
  await page.getByText("people.csv").waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await expectMapping(page, { "First name": "First name", Email: "E-mail address" });
  await startImport(page);
  assert.deepEqual((await resultOf(page)).slice(0, 2), ["Processed 1 contact.", "Imported: 1"]);
});

story("what is missing before an import can start is said", "sqlite", async ({ page, look }) => {
  await page.goto("/contacts/import");
  await selectFile(page, csvFile("fair.csv", toCsv([["Who", "Reach"], ["Ann", "ann at example"], ["Ben", "ben@example.com"]])));
  await columnOf(page, "Reach").waitFor();
  const alert = page.getByRole("alert").filter({ hasText: "Not ready to import" });
  await alert.getByText("Map a column to the field “E-mail address”.").waitFor();
  assert.equal(await startButton(page).isDisabled(), true);

  await page.getByRole("textbox", { name: "Name of the new contact group" }).fill(" ");
  await alert.getByText("Give the new contact group a name.").waitFor();
  await look("21-not-ready");
  await page.getByRole("radio", { name: "Import contacts into an existing contact group" }).check();
  await alert.getByText("Choose a contact group.").waitFor();
  await page.getByRole("radio", { name: "Do not segment imported contacts" }).check();
  assert.equal(await startButton(page).isDisabled(), true);

  await mapColumn(page, "Reach", "E-mail address");
  await alert.waitFor({ state: "detached" });
  await startImport(page);
  assert.deepEqual((await resultOf(page)).slice(0, 4), ["Processed 2 contacts.", "Imported: 1", "Duplicates found and successfully updated: 0", "Not imported: 1"]);
  assert.equal(await page.getByText("Imported into the contact group").count(), 0);
});

const XLSX = Buffer.concat([Buffer.from("PK\u0003\u0004\u0014\u0000\u0006\u0000"), Buffer.alloc(64), Buffer.from("[Content_Types].xml"), Buffer.alloc(600)]);

const UNFIT = [
  { what: "empty", file: csvFile("empty.csv", ""), says: "The file is empty", remedy: "with a header row and one contact per row" },
  { what: "header only", file: csvFile("header.csv", "First name,Email\r\n"), says: "The file has a header but no rows under it", remedy: "Add the contacts under the header row" },
  { what: "spreadsheet", file: { name: "Contacts.xlsx", mimeType: "application/octet-stream", buffer: XLSX }, says: "The file is not text", remedy: "CSV UTF-8 (comma delimited)" },
  { what: "no header", file: csvFile("bare.csv", toCsv([["Ann", "ann@example.com"], ["Ben", "ben@example.com"]])), says: "The first row of the file looks like a contact", remedy: "row" },
];

story("a file that cannot be imported is refused with what to do, and another can be selected", "sqlite", async ({ page, look }) => {
  await page.goto("/contacts/import");
  for (const { what, file, says, remedy } of UNFIT) {
    await selectFile(page, file);
    const alert = page.getByRole("alert").filter({ hasText: new RegExp(says, "i") });
    await alert.waitFor();
    assert.ok((await alert.innerText()).includes(remedy), `${what}: ${await alert.innerText()}`);
    assert.equal(await page.getByRole("heading", { level: 3 }).count(), 0, what);
    await look(`22-refused-${what.replace(" ", "-")}`);
  }
  await selectFile(page, csvFile("people.csv", PEOPLE));
  await columnOf(page, "Email").waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.equal(await startButton(page).isEnabled(), true);
});
