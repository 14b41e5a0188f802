/** What a story finds when it begins, made through the API: the page's own ways to it are other stories. */
import { toCsv } from "./csv.mjs";
import { importUntil } from "./muster.mjs";

/** Sends something and resolves to what was answered. */
export async function post(url, path, body) {
  const kind = typeof body === "string" ? "application/octet-stream" : "application/json";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, url), { method: "POST", body: text, headers: { "content-type": kind } });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Imports contacts: in the first row the fields' names. */
export async function bringIn(url, rows, segment = { kind: "none" }) {
  const file = await post(url, "/api/v1/files?name=people.csv", toCsv(rows));
  const mapping = rows[0].map((field, column) => ({ column, field }));
  const { id } = await post(url, "/api/v1/imports", { file_id: file.id, mapping, segment, blank: "keep" });
  return importUntil(url, id, ({ state }) => state === "finished");
}
