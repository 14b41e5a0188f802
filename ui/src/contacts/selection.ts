/** Which contacts of the list are selected: some by id, or all that match. */
import type { MassSelection, Matching } from "../api/types";

export type Selection = { all: true } | { all: false; ids: readonly number[] };

export const NOTHING: Selection = { all: false, ids: [] };

export function isEmpty(selection: Selection): boolean {
  return !selection.all && selection.ids.length === 0;
}

/** What was ticked on this page, beside what is selected on other pages. */
export function withPage(selection: Selection, page: readonly number[], ticked: readonly number[]): Selection {
  const elsewhere = selection.all ? [] : selection.ids.filter((id) => !page.includes(id));
  return { all: false, ids: [...elsewhere, ...ticked] };
}

/** The contacts of a page that are selected. */
export function tickedOf<C extends { id: number }>(selection: Selection, page: C[]): C[] {
  return selection.all ? page : page.filter(({ id }) => selection.ids.includes(id));
}

/** How many are selected; null while the number of those that match is not known. */
export function sizeOf(selection: Selection, matching: number | undefined): number | null {
  return selection.all ? (matching ?? null) : selection.ids.length;
}

/** As the API takes it. */
export function toMassSelection(selection: Selection, matching: Matching): MassSelection {
  return selection.all ? matching : { ids: [...selection.ids] };
}
