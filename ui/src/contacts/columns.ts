/** Which columns the list of contacts has, beside the name that is always there. A column is called as its field, `created_at`,
 *  `changed_at`, `persona`, or `score:` with the id of a score. */

export const TIMES = ["created_at", "changed_at"] as const;

export const DEFAULT_COLUMNS: readonly string[] = ["email", "company", "city", "mobile_phone", "created_at"];

/** The column that holds the whole name, and the field it is sorted by. */
export const NAME = "name";
export const NAME_SORT = "last_name";

export const isTime = (column: string): column is (typeof TIMES)[number] => (TIMES as readonly string[]).includes(column);

export const PERSONA = "persona";
const SCORE = "score:";

export const scoreColumn = (id: number): string => SCORE + id;

/** The score that a column is about. */
export const scoreOf = (column: string): number | null => (column.startsWith(SCORE) ? Number(column.slice(SCORE.length)) : null);

/** True for what comes of rules and not from a field. */
export const isFigure = (column: string): boolean => column === PERSONA || column.startsWith(SCORE);

/** What was remembered, as far as it can still be shown; null for the usual columns. */
export function parseColumns(remembered: string | null | undefined): string[] | null {
  try {
    const parsed: unknown = JSON.parse(remembered ?? "null");
    return Array.isArray(parsed) ? [...new Set(parsed.filter((one): one is string => typeof one === "string"))] : null;
  } catch {
    return null;
  }
}

interface Named {
  name: string;
}

/** The columns to show. What was deleted since falls away; as long as it is not known what there is, all stay. */
export function columnsShown(chosen: readonly string[] | null, fields: Named[] | undefined, figures: Named[] | undefined): string[] {
  const columns = chosen ?? DEFAULT_COLUMNS;
  return columns.filter((column) => isTime(column) || ((isFigure(column) ? figures : fields)?.some(({ name }) => name === column) ?? true));
}

/** The columns with one put in or out. They stand in the order in which they were chosen, times last. */
export function toggle(columns: readonly string[], column: string): string[] {
  const changed = columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column];
  return [...changed.filter((one) => !isTime(one)), ...changed.filter(isTime)];
}
