/** The pages beside the main story: empty, missing, failed, and with more than fits. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BASES } from "./support/bases.mjs";
import { toCsv } from "./support/csv.mjs";
import { csvFile } from "./support/files.mjs";
import { cellsOf, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";
import { columnOf, mapColumn, resultOf, selectFile, startImport } from "./support/wizard.mjs";

story("the first load fits into 250 kB", "sqlite", async ({ page, url }) => {
  const loaded = [];
  page.on("response", (response) => {
    if (!new URL(response.url()).pathname.startsWith("/api/")) loaded.push(response);
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.getByRole("heading", { name: "Bring in your first contacts" }).waitFor();
  assert.ok(loaded.length > 3, "the page, scripts and styles");
  const sizes = await Promise.all(loaded.map(async (response) => gzipSync(await response.body()).length));
  const sum = sizes.reduce((all, size) => all + size, 0);
  assert.ok(sum <= 250_000, `${sum} bytes, compressed`);
});

story("an empty base says on every page what to do", "sqlite", async ({ page, look }) => {
  await page.goto("/imports");
  await page.getByRole("heading", { name: "No imports yet" }).waitFor();
  await look("40-no-imports");
  await tab(page, "Contact groups").click();
  await page.getByRole("heading", { name: "No contact groups yet" }).waitFor();
  await look("41-no-groups");
  for (const [path, title] of [
    ["/contacts/7", "This contact does not exist"], ["/groups/7", "This contact group does not exist"],
    ["/imports/7", "This import does not exist"], ["/imports/x", "This import does not exist"], ["/nowhere", "This page does not exist"],
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  }
  await look("42-no-such-page");
});

story("a contact group is created by hand, and its name is its own", "sqlite", async ({ page, look }) => {
  const dialog = page.getByRole("dialog", { name: "New contact group" });
  const create = async (name) => {
    await page.getByRole("button", { name: "New contact group" }).first().click();
    await dialog.getByRole("textbox", { name: "Name of the contact group" }).fill(name);
    await dialog.getByRole("button", { name: "Create contact group" }).click();
  };
  await page.goto("/groups");
  await create("  ");
  await dialog.getByText("Give the contact group a name.").waitFor();
  await look("43-new-group");
  await page.keyboard.press("Escape");
  await create("Čeští zákazníci");
  await page.getByRole("heading", { level: 1, name: "Čeští zákazníci" }).waitFor();
  await page.getByRole("heading", { name: "No members yet" }).waitFor();
  await look("44-empty-group");
  await tab(page, "Contact groups").click();
  await create("ČEŠTÍ ZÁKAZNÍCI");
  await dialog.getByText("There is a contact group called").waitFor();
  await look("45-name-taken");
});

for (const base of BASES) {
  story("search disregards case in every alphabet", base, async ({ page }) => {
    await page.goto("/contacts/import");
    await selectFile(page, csvFile("people.csv", toCsv([["First name", "Last name", "Email"], ["Łukasz", "Żółć", "lukasz@example.org"], ["Zoë", "Müller", "zoe@example.com"]])));
    await startImport(page);
    await resultOf(page);
    for (const words of ["żółć", "ŁUKASZ", "Lukasz@Example"]) {
      await page.goto(`/contacts?search=${encodeURIComponent(words)}`);
      const found = page.getByRole("link", { name: "Łukasz Żółć" });
      await found.or(page.getByRole("heading", { name: "No contact found" })).waitFor();
      assert.equal(await found.count(), 1, words);
    }
  });
}

story("a list longer than a page is turned over", "sqlite", async ({ page, look }) => {
  const people = Array.from({ length: 120 }, (_, number) => [`Ann ${number}`, `ann${number}@example.com`]);
  await page.goto("/contacts/import");
  await selectFile(page, csvFile("people.csv", toCsv([["First name", "Email"], ...people])));
  await startImport(page);
  await resultOf(page);
  await tab(page, "Contacts").click();
  const names = new Set();
  for (const rows of [50, 50, 20]) {
    await page.waitForFunction((count) => document.querySelectorAll("main tbody tr a").length === count, rows);
    for (const [, name] of await cellsOf(page, "Contacts")) names.add(name);
    if (rows === 50) await turn(page, "Next");
  }
  assert.equal(names.size, 120, "no contact is shown twice or not at all");
  assert.equal(await page.getByRole("button", { name: "Next" }).isDisabled(), true);
  await look("46-last-page");
  await turn(page, "Previous");
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr a").length === 50);
});

/** Turns a page over and waits until another first row is shown. */
async function turn(page, button) {
  const first = page.getByRole("table", { name: "Contacts" }).locator("tbody tr").first();
  const before = await first.innerText();
  await page.getByRole("button", { name: button }).click();
  await page.waitForFunction((old) => document.querySelector("main tbody tr")?.innerText !== old, before);
}

const LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde";
const WIDE_HEADER = ["E-Mail", "", "Telefon", "Telefon", LONG, ...Array.from({ length: 20 }, (_, number) => `Merkmal ${number + 1}`)];
const wideRow = (address, text) => [address, text, "0221 1", "0221 2", text, ...Array.from({ length: 20 }, () => text)];

story("a wide file with long names and values keeps its shape", "sqlite", async ({ page, look }) => {
  const local = "a".repeat(60);
  const address = `${local}@${`${"b".repeat(40)}.`.repeat(3)}example.com`;
  const rows = [wideRow(address, LONG), wideRow("ben@example.com", `${LONG} `.repeat(6)), wideRow("broken".repeat(20), LONG)];
  await page.goto("/contacts/import");
  await selectFile(page, csvFile(`${LONG}-${LONG}.csv`, toCsv([WIDE_HEADER, ...rows])));
  await columnOf(page, "Telefon (column 3)").waitFor();
  await columnOf(page, "(no name, column 2)").waitFor();
  await mapColumn(page, LONG, "Last name");
  await mapColumn(page, "Merkmal 1", "Notes");
  await look("47-wide-file");
  await startImport(page);
  assert.deepEqual(await resultOf(page), ["Processed 3 contacts.", "Imported: 2", "Duplicates found and successfully updated: 0", "Not imported: 1", "Values left out: 1"]);
  await look("48-long-result");
  await page.getByRole("link", { name: /Donaudampf/ }).first().click();
  await page.getByRole("table", { name: "Members" }).waitFor();
  await look("49-long-group");
  await page.getByRole("table", { name: "Members" }).getByRole("link").first().click();
  await page.getByRole("region", { name: "Details" }).waitFor();
  await page.getByRole("switch", { name: "Show blank fields" }).click();
  await page.getByText("Middle name").waitFor();
  await look("50-long-contact");
  await tab(page, "Imports").click();
  await page.getByRole("table", { name: "Imports" }).waitFor();
  await look("51-long-imports");
});

story("a file that turns out broken on the way fails with its reason", "sqlite", async ({ page, folder, look }) => {
  const path = join(folder, "export.csv");
  const good = Array.from({ length: 8000 }, (_, number) => `Ann,ann${number}@example.com,Köln am Rhein\n`).join("");
  await writeFile(path, `First name,Email,City\n${good}Ben,ben@example.com,"${"an endless value ".repeat(1_100_000)}"\n`);
  await page.goto("/contacts/import");
  await selectFile(page, path);
  await columnOf(page, "Email").waitFor();
  await startImport(page);
  await page.getByRole("heading", { name: "Import failed" }).waitFor();
  await page.getByText(/row 8,?002 is larger than 16 MiB/i).waitFor();
  await page.getByText("Nothing was changed.").waitFor();
  await look("52-failed");
  await page.getByRole("link", { name: "Start again" }).click();
  await selectFile(page, csvFile("export.csv", "First name,Email,City\nAnn,ann@example.com,Bonn\n"));
  await columnOf(page, "Email").waitFor();
  await startImport(page);
  assert.deepEqual((await resultOf(page)).slice(0, 2), ["Processed 1 contact.", "Imported: 1"]);
});
