/** What people type, understood. */

/** A pasted list: a value a line, or several divided by commas, semicolons or tabs; repeats and blanks are dropped. */
export function listOf(text: string): string[] {
  const values = text.split(/[\n\r,;\t]+/).map((value) => value.trim());
  return [...new Set(values.filter(Boolean))];
}

/** A number as people type it; a decimal comma is one. Null when it is none. */
export function numberIn(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^-?\d{1,15}(\.\d*)?$/.test(plain) ? Number(plain) : null;
}
