/** CSV as RFC 4180 has it, written apart from Muster's own, so that its files are judged by somebody else. */

export function toCsv(rows, delimiter = ",") {
  const special = new RegExp(`["\\r\\n${delimiter}]`);
  const cell = (text) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => `${cells.map(cell).join(delimiter)}\r\n`).join("");
}

/** The rows of a text that must end with a line end and have nothing behind a closing quote. */
export function fromCsv(text, delimiter = ",") {
  const rows = [];
  let row = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
    row.push(cell);
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    if (text.slice(end, end + 2) !== "\r\n") throw new Error(`no delimiter and no line end at ${end}: ${JSON.stringify(text.slice(at, end + 20))}`);
    rows.push(row);
    row = [];
    at = end + 2;
  }
  if (row.length > 0) throw new Error("the last row has no end");
  return rows;
}

function quoted(text, at) {
  const [whole, cell] = /^"((?:[^"]|"")*)"/.exec(text.slice(at)) ?? [];
  if (whole === undefined) throw new Error(`the quote at ${at} is never closed`);
  return { cell: cell.replaceAll('""', '"'), end: at + whole.length };
}

function plain(text, at, delimiter) {
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\r") end++;
  return { cell: text.slice(at, end), end };
}
