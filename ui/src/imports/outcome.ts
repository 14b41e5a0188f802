/** What can be said about the end of an import by its counts. */
import type { Counts, Import, Reject } from "../api/types";

/** How many rows came in, as new contacts or to known ones. */
export const cameIn = ({ imported, duplicates }: Counts): number => imported + duplicates;

/** True of an import that went through and brought nothing. */
export const isNothing = ({ state, counts }: Pick<Import, "state" | "counts">): boolean => state === "finished" && cameIn(counts) === 0;

export const leftOut = ({ left_out }: Counts): number => left_out ?? 0;

/** Whether there is anything to correct. */
export const hasLeftOver = (counts: Counts): boolean => counts.not_imported + leftOut(counts) > 0;

export interface RejectLine {
  key: string;
  row: number;
  outcome: NonNullable<Reject["outcome"]>;
  column: string | null;
  value: string | null;
  reason: string;
  remedy: string;
}

/** What is wrong with each row, value by value where several are. */
export function linesOf(rejects: Reject[]): RejectLine[] {
  return rejects.flatMap<RejectLine>(({ row, outcome = "not_imported", column, column_number, cells, reason, remedy, values = [] }) => {
    if (outcome === "left_out")
      return values.map((one) => ({
        key: `${row} ${one.column}`,
        row,
        outcome,
        column: one.name,
        value: one.value ?? null,
        reason: one.reason,
        remedy: one.remedy,
      }));
    return [{ key: `${row}`, row, outcome, column: column ?? null, value: cells[column_number ?? -1] ?? null, reason, remedy }];
  });
}
