/** The choices of a field while they are edited. */

/** A choice: as it was, null for a new one, and as it is to be. */
export interface ChoiceRow {
  was: string | null;
  now: string;
}

export const rowsOf = (choices: string[]): ChoiceRow[] => choices.map((choice) => ({ was: choice, now: choice }));

/** What is sent: all choices, and the new names of those that are renamed. Blank rows fall away, as do repeats: a choice that gets
 *  the name of another becomes it. */
export function changeOf(rows: ChoiceRow[]): { choices: string[]; renames: Record<string, string> } {
  const filled = rows.map(({ was, now }) => ({ was, now: now.trim() })).filter(({ now }) => now !== "");
  const choices = filled
    .map(({ now }) => now)
    .filter((now, index, all) => all.findIndex((one) => one.toLowerCase() === now.toLowerCase()) === index);
  const renamed = filled.filter(({ was, now }) => was !== null && was !== now);
  return { choices, renames: Object.fromEntries(renamed.map(({ was, now }) => [was, now])) };
}

/** The choices of the field when they began to be edited, and now. */
export interface Then {
  first: string[];
  now: string[];
}

/** The rows as they are upon the choices that there are now: what was renamed or taken away elsewhere is a new choice, and what was
 *  added elsewhere stays. */
export function uponNow(rows: ChoiceRow[], { first, now }: Then): ChoiceRow[] {
  const kept = rows.map((row) => (row.was !== null && now.includes(row.was) ? row : { ...row, was: null }));
  return [...kept, ...rowsOf(now.filter((choice) => !first.includes(choice)))];
}
