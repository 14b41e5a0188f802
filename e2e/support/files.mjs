/** The contact files of the stories. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "./csv.mjs";

/** As `setInputFiles` takes it. */
export function csvFile(name, text) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

const CUSTOMERS = [
  ["Vorname", "Nachname", "E-Mail", "Firma", "Ort", "Telefon", "Kundenklasse", "Bemerkung"],
  ["Zoë", "Müller-Lüdenscheidt", "zoe.mueller@example.com", 'Bäckerei "Zur Sonne"', "Köln", "+49 221 555 0101", "A", "Ruft gern an;\nam liebsten vormittags."],
  ["Łukasz", "Żółć", "lukasz.zolc@example.org", "Drukarnia Żółć; druk i papier", "Kraków", "+48 12 555 0102", "B", ""],
  ["François", "d’Été", "francois@example.net", "L’Été & Fils", "Besançon", "", "A", "Préfère le courrier"],
  ["Ελένη", "Παπαδοπούλου", "eleni@example.com", "", "Αθήνα", "+30 21 0555 0103", "", ""],
  ["Zoë", "Müller", "ZOE.MUELLER@Example.com", "", "Bonn", "", "", ""],
  ["Nadia", "Ohneadresse", "", "Nadia Design", "Graz", "", "C", "Visitenkarte von der Messe"],
  ["Karl", "Kaputt", "karl@@example.com", "Kaputt GmbH", "Linz", "", "C", "=1+1"],
  ["Tom", "Zuviel", "tom.zuviel@example.com", "Zuviel", "Söhne", "Ulm", "", "B", "Firma mit Semikolon"],
  ["美咲", "佐藤", "misaki.sato@example.jp", "佐藤商店", "大阪", "+81 6 5550 0104", "B", ""],
  ["Ana", "Šarić", "ana.saric@example.com", "Šarić d.o.o.", "Split", "", "A", "Zweite Zeile:\r\n„Grüße“"],
];

/** Ten rows with a semicolon between the cells: six contacts, one of them twice, and three rows that cannot be imported. */
export const customers = csvFile("Kunden Süd 2026.csv", `\u{FEFF}${toCsv(CUSTOMERS, ";")}`);

/** A file large enough to be met while it is being imported, and what must come of it. */
export async function manyContacts(folder, rows) {
  const lines = ["First name,Last name,Email,Company,City,Notes"];
  const expected = { processed: rows, imported: 0, duplicates: 0, notImported: 0 };
  for (let row = 0; row < rows; row++) {
    const rejected = row % 1000 === 7;
    const repeated = row % 500 === 499;
    const address = rejected ? `nobody${row}` : `ann${repeated ? row - 490 : row}@example.com`;
    lines.push(`Ann${row},Bell${row % 977},${address},Company ${row % 313},City ${row % 97},"Met in ${1990 + (row % 30)}, likes tea"`);
    expected[rejected ? "notImported" : repeated ? "duplicates" : "imported"]++;
  }
  const path = join(folder, "all-customers.csv");
  await writeFile(path, `${lines.join("\n")}\n`);
  return { path, expected };
}
