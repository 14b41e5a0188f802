/** The main story, on both databases: a real file, its error file corrected, and the contacts afterwards. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { fromCsv, toCsv } from "./support/csv.mjs";
import { csvFile, customers } from "./support/files.mjs";
import { button, cellsOf, pick, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";
import { columnOf, expectMapping, mapColumn, openFields, resultOf, selectFile, startButton, startImport } from "./support/wizard.mjs";

const MAPPED = {
  Vorname: "First name", Nachname: "Last name", "E-Mail": "E-mail address", Firma: "Company", Ort: "City",
  Telefon: "Mobile phone", Kundenklasse: "(none)", Bemerkung: "Notes",
};
const OWN = ["Muster row", "Muster outcome", "Muster column", "Muster reason", "Muster remedy"];

for (const base of BASES) {
  story("a file is imported, what was wrong in it corrected and imported too", base, async (stage) => {
    const { page } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};

    await page.goto("/");
    await page.getByRole("heading", { name: "Bring in your first contacts" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Import contacts" }).count(), 2);
    await look("01-empty-base");

    await page.getByRole("link", { name: "Import contacts" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Import contacts" }).waitFor();
    assert.match(await exampleFile(page), /^\u{FEFF}FirstName,LastName,Email,/u);
    await look("02-select-a-file");

    const before = today();
    await selectFile(page, customers);
    await previewIsShown(page);
    const group = await suggestedName(page);
    assert.ok([before, today()].some((day) => group === `${day}-Kunden Süd 2026`), group);
    await look("03-mapping");

    await mappingCanBeChanged(page, look);
    await startImport(page);
    assert.deepEqual(await resultOf(page), [
      "Processed 10 contacts.", "Imported: 6", "Duplicates found and successfully updated: 1", "Not imported: 3",
    ]);
    await page.getByText("Of these 0 updated, 0 unchanged, 1 repeated in the file.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Kunden Süd 2026.csv" }).waitFor();
    await page.getByText("There is no e-mail address in this row.").first().waitFor();
    assert.deepEqual((await cellsOf(page, "Rows that were not imported")).map(([row]) => row), ["7", "8", "9"]);
    await look("05-result");

    const corrected = correct(await downloadedList(page));
    await leftOverAgain(page);
    await page.getByRole("link", { name: "Import the corrected file" }).click();
    await selectFile(page, csvFile("not-imported-1.csv", corrected));
    await settingsAreRemembered(page, group);
    await look("06-corrected-file");
    await startImport(page);
    assert.deepEqual(await resultOf(page), [
      "Processed 3 contacts.", "Imported: 2", "Duplicates found and successfully updated: 1", "Not imported: 0",
    ]);
    await look("07-all-imported");

    await contactsAreThere(page, look);
    await contactTellsItsStory(page, group, look);
    await groupHoldsAll(page, group, look);
    await importsAreListed(page, look);
  });
}

for (const base of BASES) {
  story("a file is tried before it is imported", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, [["email", "city"], ["ann@example.com", "Ulm"], ["ben@example.com", "Köln"]]);
    await watchKoeln(stage);
    await page.goto("/contacts/import");
    const file = "Email,City\nann@example.com,Köln\nben@example.com,Ulm\ncem@example.com,Köln\nnobody,Köln\nann@example.com,Köln\n";
    await selectFile(page, csvFile("Fair.csv", file));
    await button(page, "Try it first").click();
    const trial = page.getByRole("region", { name: "What the import would do" });
    const lines = async () => (await trial.getByRole("listitem").allInnerTexts()).map((line) => line.split("\n")[0]);
    await trial.waitFor();
    assert.deepEqual(await lines(), [
      "Would be imported: 1", "Duplicates that would be updated: 3", "Would not be imported: 1",
      "From Köln: 2 would enter, 1 would leave", "Near us: 2 contacts", "Neighbour: 2 would enter, 1 would leave", "No persona: 1 would enter, 2 would leave",
    ]);
    const [reject] = await cellsOf(page, "Rows that would not be imported");
    assert.deepEqual(reject.slice(0, 3), ["5", "Email", "nobody"]);
    await look("08-tried");
    assert.equal((await stage.ask("/api/v1/contacts/count")).count, 2, "nothing is saved");

    await page.getByLabel("Do not segment imported contacts").check();
    await trial.waitFor({ state: "detached" });
    await page.getByLabel("Create a new contact group").check();
    await page.getByLabel("Name of the new contact group").fill("from KÖLN");
    await button(page, "Try it first").click();
    await page.getByText("There is a contact group called").waitFor();
    await look("09-cannot-be-tried");
    await page.getByLabel("Do not segment imported contacts").check();
    await button(page, "Try it first").click();
    await trial.waitFor();
    const told = await lines();
    await startImport(page);
    const done = await resultOf(page);
    assert.deepEqual(done.slice(1).map(numberIn), told.slice(0, 3).map(numberIn));
    await page.getByText("Near us: 2 contacts").waitFor();
  });
}

const PLENTY = [
  ["Mail", "Kundennummer", "Betreuer", "Kostenstelle", "Geburtstag"],
  ["ann@example.com", "K-17", "Berg", "100", "1980-02-03"],
  ["ben@example.com", "K-18", "Baum", "200", "1990-04-05"],
];

for (const base of BASES) {
  story("what is prepared is kept, and fields are made for the columns that have none", base, async (stage) => {
    const { page } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await page.goto("/contacts/import");
    await selectFile(page, csvFile("Plenty.csv", toCsv(PLENTY)));
    const first = { Mail: "E-mail address", Kundennummer: "(none)", Betreuer: "(none)", Kostenstelle: "(none)", Geburtstag: "Birthday" };
    await expectMapping(page, first);
    await page.getByText("3 columns will not be imported: Kundennummer, Betreuer, Kostenstelle.").waitFor();

    await mapColumn(page, "Kundennummer", /^Create field “Kundennummer” \(.*\)$/);
    await expectMapping(page, { ...first, Kundennummer: "Kundennummer" });
    await mapColumn(page, "Geburtstag", "(none)");
    await button(page, "Back to the proposal").click();
    await expectMapping(page, first);
    assert.equal(await button(page, "Back to the proposal").count(), 0);
    await mapColumn(page, "Kundennummer", "Kundennummer");
    await button(page, "Create fields for all 2 unmapped columns").click();
    const asked = page.getByRole("dialog", { name: "Create 2 fields?" });
    await asked.waitFor();
    assert.deepEqual((await asked.getByRole("listitem").allInnerTexts()).map((line) => line.split(" ")[0]), ["Betreuer", "Kostenstelle"]);
    await look("10-create-fields");
    await button(asked, "Create and map").click();
    await asked.waitFor({ state: "hidden" });
    const made = { ...first, Kundennummer: "Kundennummer", Betreuer: "Betreuer", Kostenstelle: "Kostenstelle" };
    await expectMapping(page, made);
    assert.equal(await page.getByText("will not be imported:").count(), 0);
    await page.getByLabel("Name of the new contact group").fill("Kept");

    await leavingAsks(page, look);
    await draftIsThere(page, made);
    await page.reload();
    await draftIsThere(page, made);
    await startImport(page);
    assert.equal((await resultOf(page))[1], "Imported: 2");
    const { items } = await stage.ask("/api/v1/contacts");
    assert.deepEqual(items.map(({ fields }) => [fields.kundennummer, fields.betreuer]).toSorted(), [["K-17", "Berg"], ["K-18", "Baum"]]);
    await page.goto("/contacts/import");
    await button(page, "Select a file").waitFor();
    assert.equal(await button(page, "Start over").count(), 0, "an import that has started is no draft");
  });
}

async function leavingAsks(page, look) {
  await tab(page, "Accounts").click();
  const asks = page.getByRole("dialog", { name: "Leave before the import has started?" });
  await button(asks, "Stay").click();
  await asks.waitFor({ state: "hidden" });
  await tab(page, "Accounts").click();
  await look("11-leave-asks");
  await button(asks, "Leave").click();
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await tab(page, "Contacts").click();
  await page.getByRole("link", { name: "Import contacts" }).first().click();
}

async function draftIsThere(page, mapping) {
  await page.getByText("Plenty.csv").waitFor();
  await expectMapping(page, mapping);
  assert.equal(await suggestedName(page), "Kept");
}

for (const base of BASES) {
  story("a draft is discarded, and the delimiter of a file chosen", base, async (stage) => {
    const { page } = stage;
    await page.goto("/contacts/import");
    await selectFile(page, csvFile("Odd.csv", "Mail,Nachname\nann@example.com,Berg\n"));
    await expectMapping(page, { Mail: "E-mail address", Nachname: "Last name" });
    await page.getByLabel("Clear the stored value").check();
    const asked = page.waitForRequest((request) => request.url().includes("/inspections?") && new URL(request.url()).searchParams.get("delimiter") === ";");
    await pick(page.getByRole("main"), "Delimiter", "Semicolon");
    await asked;
    await page.getByRole("status", { name: "Reading Odd.csv" }).waitFor({ state: "detached" });
    assert.equal(await page.getByLabel("Clear the stored value").isChecked(), true, "what was chosen stays");
    await button(page, "Start over").click();
    await button(page, "Select a file").waitFor();
    await tab(page, "Accounts").click();
    await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
    await page.goto("/contacts/import");
    await button(page, "Select a file").waitFor();
  });
}

for (const base of BASES) {
  story("a value that does not fit is told before the start, and left out", base, async (stage) => {
    const { page } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await page.goto("/contacts/import");
    await selectFile(page, csvFile("Odd.csv", "Mail,Geburtstag\nann@example.com,never\nben@example.com,1990-04-05\n"));
    await page.getByText("1 of the first 2 values does not fit the field.").waitFor();
    await look("12-unfit");
    await startImport(page);
    assert.deepEqual((await resultOf(page)).slice(1), ["Imported: 2", "Duplicates found and successfully updated: 0", "Not imported: 0", "Values left out: 1"]);
    await page.getByRole("list", { name: "Why values were left out" }).getByText("Birthday").waitFor();
    await look("13-left-out");
  });
}

const numberIn = (line) => line.match(/\d+$/)[0];

/** A group, a score and a persona for everybody from Köln. */
async function watchKoeln({ url, ask }) {
  const rule = { field: "city", operator: "is", value: "Köln" };
  const rules = [{ points: 20, kind: "attribute", rule }];
  const group = await post(url, "/api/v1/contact-groups", { name: "From Köln", condition: { combinator: "and", rules: [rule] } });
  const score = await post(url, "/api/v1/scores", { name: "Near us", limit: 20, rules });
  await post(url, "/api/v1/personas", { name: "Neighbour", threshold: 10, rules });
  const isBuilt = async () => {
    const states = [(await ask(`/api/v1/contact-groups/${group.id}`)).state, (await ask(`/api/v1/scores/${score.id}`)).state];
    return states.every((state) => state === "ready") && (await ask("/api/v1/personas")).progress === null;
  };
  while (!(await isBuilt())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** "Jürgen Groß" and "Zoë Ødegård", as Windows writes them. */
const namesOfWindows = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("Name;E-Mail\r\nJürgen Groß;juergen@example.com\r\nZoë Ødegård;zoe@example.com\r\n", "latin1") };

story("a file is read in the encoding that is chosen, and its full names are split", "sqlite", async ({ page, ask, look }) => {
  await page.goto("/contacts/import");
  await selectFile(page, namesOfWindows);
  const samples = () => page.getByRole("list", { name: "Sample values of Name", exact: true }).innerText();
  const isShown = (text) => page.getByRole("list", { name: "Sample values of Name", exact: true }).getByText(text).waitFor();
  await isShown("Jürgen Groß");
  assert.equal(await chosenIn(page, "Encoding"), "Western European (Windows-1252)");
  await pick(page.locator("main"), "Encoding", "Cyrillic (Windows-1251)");
  await isShown("Jьrgen GroЯ");
  await pick(page.locator("main"), "Encoding", "Western European (Windows-1252)");
  await isShown("Jürgen Groß");
  assert.doesNotMatch(await samples(), /ь/);
  await button(page, "Split into first and last name").click();
  await expectMapping(page, { Name: "Full name (split into first and last name)", "E-Mail": "E-mail address" });
  await look("12-split-names");
  await startImport(page);
  assert.deepEqual((await resultOf(page)).slice(0, 2), ["Processed 2 contacts.", "Imported: 2"]);
  const names = (await ask("/api/v1/contacts?sort=email")).items.map(({ fields }) => [fields.first_name, fields.last_name]);
  assert.deepEqual(names, [["Jürgen", "Groß"], ["Zoë", "Ødegård"]]);
});

/** The day that Muster puts into names: it keeps times in UTC. */
const today = () => new Date().toISOString().slice(0, 10);

async function exampleFile(page) {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download an example CSV file" }).click();
  return readFile(await (await download).path(), "utf8");
}

const chosenIn = (page, label) => page.getByRole("combobox", { name: label, exact: true }).inputValue();

const suggestedName = (page) => page.getByRole("textbox", { name: "Name of the new contact group" }).inputValue();

async function previewIsShown(page) {
  await page.getByText("Kunden Süd 2026.csv").waitFor();
  const facts = await page.getByLabel("The selected file").innerText();
  assert.match(facts, /Columns\s+8[^]*Rows\s+10/i);
  assert.equal(await chosenIn(page, "Encoding"), "Unicode (UTF-8)");
  assert.equal(await chosenIn(page, "Delimiter"), "Semicolon");
  assert.deepEqual(await page.getByRole("heading", { level: 3 }).allTextContents(), Object.keys(MAPPED));
  const samples = (column) => page.getByRole("list", { name: `Sample values of ${column}`, exact: true }).getByRole("listitem").allTextContents();
  assert.deepEqual(await samples("Vorname"), ["Zoë", "Łukasz", "François", "Ελένη"]);
  assert.deepEqual(await samples("Bemerkung"), ["Ruft gern an; am liebsten vormittags.", "Préfère le courrier", "Visitenkarte von der Messe", "=1+1"], "filled cells tell more than blank ones");
  await expectMapping(page, { ...MAPPED, Telefon: "Business phone" });
}

async function mappingCanBeChanged(page, look) {
  await openFields(page, "Kundenklasse");
  const used = page.getByRole("option", { name: "City" });
  assert.equal(await used.getAttribute("aria-disabled"), "true");
  await used.getByText("used by “Ort”").waitFor();
  assert.equal(await page.getByRole("option", { name: "Mobile phone" }).getAttribute("aria-disabled"), null);
  await look("04-fields");
  await page.keyboard.press("Escape");
  await mapColumn(page, "Telefon", "Mobile phone");
  await expectMapping(page, MAPPED);
  assert.equal(await page.getByRole("radio", { name: "Create a new contact group" }).isChecked(), true);
  assert.equal(await page.getByRole("radio", { name: "Keep the stored value" }).isChecked(), true);
  assert.equal(await startButton(page).isEnabled(), true);
}

/** The rows of the detailed list, checked. */
async function downloadedList(page) {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download detailed list (.CSV)" }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "not-imported-1.csv");
  const text = await readFile(await file.path(), "utf8");
  assert.ok(text.startsWith("\u{FEFF}"), "spreadsheets know UTF-8 by the byte order mark");
  const rows = fromCsv(text.slice(1), ";");
  assert.deepEqual(rows[0], [...OWN, ...Object.keys(MAPPED)]);
  assert.deepEqual(rows.slice(1).map(([row]) => row), ["7", "8", "9"]);
  assert.equal(rows[1][3], "There is no e-mail address in this row.");
  assert.match(rows[2][3], /^The e-mail address cannot be used: /);
  assert.equal(rows[3][3], "The header has 8 columns, but this row has 9.");
  assert.deepEqual(rows.map((cells) => cells.slice(5))[1], ["Nadia", "Ohneadresse", "", "Nadia Design", "Graz", "", "C", "Visitenkarte von der Messe"]);
  assert.deepEqual(rows[2].slice(5), ["Karl", "Kaputt", "karl@@example.com", "Kaputt GmbH", "Linz", "", "C", "'=1+1"], "what a spreadsheet would run is guarded");
  assert.deepEqual(rows[3].slice(5), ["Tom", "Zuviel", "tom.zuviel@example.com", "Zuviel", "Söhne", "Ulm", "", "B", "Firma mit Semikolon"]);
  assert.ok(rows.slice(1).every(([, , , , remedy]) => remedy.endsWith(".")));
  return rows;
}

/** The list opens in the wizard by itself, and nothing of it comes in as long as nothing is corrected. */
async function leftOverAgain(page) {
  await button(page, "Import what was left over again").click();
  await page.getByText("left-over-1.csv").waitFor();
  await expectMapping(page, MAPPED);
  await startImport(page);
  assert.deepEqual(await resultOf(page), ["Processed 3 contacts.", "Imported: 0", "Duplicates found and successfully updated: 0", "Not imported: 3"]);
  await page.getByText("No row of the file came in").waitFor();
  await page.goto("/imports/1");
}

/** What a person does in a spreadsheet: an address for the first row, a contact that is there already in the second, the
 *  surplus cell gone in the third. */
function correct([header, nadia, karl, tom]) {
  nadia[7] = "nadia@example.com";
  karl.splice(5, 5, "Łukasz", "Żółć", "lukasz.zolc@example.org", "", "Warszawa");
  tom.splice(8, 2, "Zuviel; Söhne");
  return `\u{FEFF}${toCsv([header, nadia, karl, tom], ";")}`;
}

async function settingsAreRemembered(page, group) {
  await page.getByText("The mapping and the contact group of import 1 will be set for you.").waitFor();
  await page.getByRole("heading", { level: 3, name: "Muster reason" }).waitFor();
  assert.deepEqual(await page.getByRole("heading", { level: 3 }).allTextContents(), [...OWN, ...Object.keys(MAPPED)]);
  assert.equal(await page.getByText("Written by Muster, ignored").count(), OWN.length);
  await expectMapping(page, MAPPED);
  for (const own of OWN) assert.equal(await columnOf(page, own).count(), 0);
  assert.equal(await page.getByRole("radio", { name: "Import contacts into an existing contact group" }).isChecked(), true);
  assert.equal(await page.getByRole("combobox", { name: "Contact group", exact: true }).inputValue(), group);
}

async function contactsAreThere(page, look) {
  await tab(page, "Contacts").click();
  const row = (name) => page.getByRole("table", { name: "Contacts" }).getByRole("row", { name });
  await row("Zoë Müller").waitFor();
  assert.equal((await cellsOf(page, "Contacts")).length, 8);
  await look("08-contacts");
  const search = page.getByRole("searchbox", { name: "Search contacts" });
  await search.fill("Żółć druk");
  await row("Zoë Müller").waitFor({ state: "detached" });
  assert.deepEqual((await cellsOf(page, "Contacts")).map(([, name]) => name.trim()), ["Łukasz Żółć"]);
  await look("09-search");
  await search.fill("nobody of that name");
  await page.getByRole("heading", { name: "No contact found" }).waitFor();
  await look("10-nothing-found");
  await page.getByRole("button", { name: "Clear the search" }).click();
  await row("Łukasz Żółć").getByRole("link").click();
}

async function contactTellsItsStory(page, group, look) {
  await page.getByRole("heading", { level: 1, name: "Łukasz Żółć" }).waitFor();
  const details = page.getByRole("region", { name: "Details" });
  const value = (label) => details.getByText(label, { exact: true }).locator("xpath=following-sibling::dd").innerText();
  assert.equal(await value("City"), "Warszawa");
  assert.equal(await value("Company"), "Drukarnia Żółć; druk i papier", "a blank cell keeps what is stored");
  assert.equal(await value("Mobile phone"), "+48 12 555 0102");
  assert.equal(await value("Notes"), "=1+1", "the guard of the detailed list is taken off again");
  await page.getByRole("region", { name: "Contact groups" }).getByRole("link", { name: group }).waitFor();
  await page.getByRole("region", { name: "Where it comes from" }).getByText("Import 1, row 3").waitFor();
  const history = (await cellsOf(page, "Earlier values")).map(([, ...cells]) => cells);
  assert.deepEqual(history.toSorted(), [
    ["City", "Kraków", "Warszawa", "Import 3, row 3"],
    ["Notes", "–", "=1+1", "Import 3, row 3"],
  ]);
  await look("11-contact");
}

async function groupHoldsAll(page, group, look) {
  await page.getByRole("region", { name: "Contact groups" }).getByRole("link", { name: group }).click();
  await page.getByRole("heading", { level: 1, name: group }).waitFor();
  await page.getByText(/^8 members · Created /).waitFor();
  await page.getByRole("table", { name: "Members" }).getByRole("row", { name: "佐藤" }).waitFor();
  assert.equal((await cellsOf(page, "Members")).length, 8);
  await look("12-group");
  await tab(page, "Contact groups").click();
  await page.getByRole("table", { name: "Contact groups" }).getByRole("row", { name: group }).getByRole("cell", { name: "8", exact: true }).waitFor();
  await look("13-groups");
}

async function importsAreListed(page, look) {
  await tab(page, "Imports").click();
  await page.getByRole("link", { name: "not-imported-1.csv" }).waitFor();
  const cells = (await cellsOf(page, "Imports")).map((row) => row.slice(1, 6));
  assert.deepEqual(cells, [["Finished", "3", "2", "1", "0"], ["Nothing imported", "3", "0", "0", "3"], ["Finished", "10", "6", "1", "3"]]);
  await look("14-imports");
}
