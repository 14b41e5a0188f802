/** Which columns the list of contacts has, beside the name that is always there. A column is called as its field, or
 *  `created_at` or `changed_at`. */
import type { Field } from "../api/types";

export const TIMES = ["created_at", "changed_at"] as const;

export const DEFAULT_COLUMNS: readonly string[] = ["email", "company", "city", "mobile_phone", "created_at"];

/** The column that holds the whole name, and the field it is sorted by. */
export const NAME = "name";
export const NAME_SORT = "last_name";

export const isTime = (column: string): column is (typeof TIMES)[number] => (TIMES as readonly string[]).includes(column);

/** What was remembered, as far as it can still be shown; null for the usual columns. */
export function parseColumns(remembered: string | null | undefined): string[] | null {
  try {
    const parsed: unknown = JSON.parse(remembered ?? "null");
    return Array.isArray(parsed) ? [...new Set(parsed.filter((one): one is string => typeof one === "string"))] : null;
  } catch {
    return null;
  }
}

/** The columns to show. A field that was deleted since falls away; as long as the fields are not known, all stay. */
export function columnsShown(chosen: readonly string[] | null, fields: Field[] | undefined): string[] {
  const columns = chosen ?? DEFAULT_COLUMNS;
  return columns.filter((column) => isTime(column) || fields === undefined || fields.some(({ name }) => name === column));
}

/** The columns with one put in or out. They stand in the order in which they were chosen, times last. */
export function toggle(columns: readonly string[], column: string): string[] {
  const changed = columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column];
  return [...changed.filter((one) => !isTime(one)), ...changed.filter(isTime)];
}
