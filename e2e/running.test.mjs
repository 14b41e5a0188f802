/** An import goes on, whatever becomes of the page or of the program. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { BASES } from "./support/bases.mjs";
import { csvFile, manyContacts } from "./support/files.mjs";
import { importUntil } from "./support/muster.mjs";
import { story } from "./support/stage.mjs";
import { columnOf, importShown, resultOf, selectFile, startButton, startImport } from "./support/wizard.mjs";

const ROWS = 200_000;
const TAKEN_OVER_WITHIN = 60_000;

let folder, many;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "muster-e2e-file-"));
  many = await manyContacts(folder, ROWS);
});
after(() => rm(folder, { recursive: true, force: true }));

const thousands = (count) => count.toLocaleString("en");
const linesOf = ({ processed, imported, duplicates, notImported }) => [
  `Processed ${thousands(processed)} contacts.`, `Imported: ${thousands(imported)}`,
  `Duplicates found and successfully updated: ${thousands(duplicates)}`, `Not imported: ${thousands(notImported)}`,
];

async function selectMany(page) {
  await page.goto("/contacts/import");
  await selectFile(page, many.path);
  await columnOf(page, "Email").waitFor();
}

/** The bar's percentage, once its import has begun to write. */
async function barMoved(page) {
  await page.getByRole("heading", { name: "Importing contacts" }).waitFor();
  await page.getByText(/^[1-9][\d,]* of 200,000 rows$/).waitFor();
  return Number(await page.getByRole("progressbar", { name: "Progress of the import" }).getAttribute("aria-valuenow"));
}

story("the page of a running import may be left, opened again and loaded anew", "postgres", async ({ base, url, page, ask, look }) => {
  await selectMany(page);
  await startButton(page).dblclick();
  const id = await importShown(page);
  await importUntil(url, id, ({ counts }) => counts.processed > 0);
  const letGo = await base.holdWriting();
  const seen = await barMoved(page);
  assert.ok(seen > 0 && seen < 100, `${seen}`);
  await look("30-running");

  await page.getByRole("link", { name: "Imports", exact: true }).click();
  const row = page.getByRole("table", { name: "Imports" }).getByRole("row", { name: "all-customers.csv" });
  await row.getByText("Importing").waitFor();
  assert.equal((await ask("/api/v1/imports")).items.length, 1, "a double click starts one import");
  await look("31-running-in-list");
  await page.getByRole("navigation").getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("table", { name: "Contacts" }).waitFor();
  await page.goto(`/imports/${id}`);
  assert.ok(await barMoved(page) >= seen);
  await page.reload();
  assert.ok(await barMoved(page) >= seen);

  await letGo();
  assert.deepEqual(await resultOf(page, TAKEN_OVER_WITHIN), linesOf(many.expected));
  await page.getByText("more rows are in the detailed list.").waitFor();
  assert.equal((await ask("/api/v1/imports")).items.length, 1);
});

story("a running import is stopped, and what it has brought stays", "postgres", async ({ url, page, ask, look }) => {
  await selectMany(page);
  const id = await startImport(page);
  await importUntil(url, id, ({ counts }) => counts.processed > 0);
  await page.getByRole("button", { name: "Stop import" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop this import?" });
  await dialog.waitFor();
  await look("35-stop");
  await dialog.getByRole("button", { name: "Stop import" }).click();
  await page.getByRole("heading", { name: "Import stopped" }).waitFor();
  await page.getByText("contacts had been processed; they are kept.").waitFor();
  await look("36-stopped");
  const { state, counts } = await ask(`/api/v1/imports/${id}`);
  assert.equal(state, "canceled");
  assert.ok(counts.processed > 0 && counts.processed < ROWS, `${counts.processed}`);
});

story("leaving while the file is uploading is asked about", "sqlite", async ({ page, ask, look }) => {
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route("**/api/v1/files*", async (route) => { await held; await route.continue(); });
  await page.goto("/contacts/import");
  await selectFile(page, csvFile("people.csv", "Name,Email\r\nAnn,ann@example.com\r\n"));
  await startButton(page).click();
  await page.getByText("Uploading people.csv").waitFor();
  await look("32-uploading");
  await page.getByRole("link", { name: "Contact groups" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave while the file is uploading?" });
  await dialog.waitFor();
  await look("33-leave");
  await dialog.getByRole("button", { name: "Stay" }).click();
  assert.equal(new URL(page.url()).pathname, "/contacts/import");
  letGo();
  await importShown(page);
  assert.deepEqual((await resultOf(page)).slice(0, 2), ["Processed 1 contact.", "Imported: 1"]);
  assert.equal((await ask("/api/v1/imports")).items.length, 1);
});

for (const base of BASES) {
  story("a killed program goes on with the import when it is started again", base, async ({ url, page, kill, startAgain, ask, look }) => {
    await selectMany(page);
    const id = await startImport(page);
    await importUntil(url, id, ({ counts }) => counts.processed > 0);
    await kill();
    await page.getByText("Muster cannot be reached at the moment.").waitFor();
    if (base === "sqlite") await look("34-killed");
    await startAgain();
    const { state, counts } = await ask(`/api/v1/imports/${id}`);
    assert.equal(state, "running");
    assert.ok(counts.processed > 0 && counts.processed < ROWS, "it was killed on the way");

    assert.deepEqual(await resultOf(page, TAKEN_OVER_WITHIN), linesOf(many.expected));
    const { group } = await ask(`/api/v1/imports/${id}`);
    assert.equal((await ask(`/api/v1/contact-groups/${group.id}`)).members, many.expected.imported);
  });
}
