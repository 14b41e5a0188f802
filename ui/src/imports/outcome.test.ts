import { expect, test } from "vitest";
import type { Reject } from "../api/types";
import { hasLeftOver, isNothing, linesOf } from "./outcome";

const counts = { processed: 2, imported: 0, duplicates: 0, not_imported: 2, updated: 0, unchanged: 0, repeated_in_file: 0 };
const reject: Reject = {
  row: 2,
  column: "Mail",
  column_number: 1,
  code: "email_invalid",
  reason: "No address.",
  remedy: "Write one.",
  cells: ["x", "nobody"],
};

test("an import brought nothing when no row came in, neither as a new contact nor to a known one", () => {
  expect(isNothing({ state: "finished", counts })).toBe(true);
  expect(isNothing({ state: "finished", counts: { ...counts, duplicates: 1 } })).toBe(false);
  expect(isNothing({ state: "running", counts })).toBe(false);
});

test("values that were left out can be corrected as rows can", () => {
  expect(hasLeftOver({ ...counts, not_imported: 0 })).toBe(false);
  expect(hasLeftOver({ ...counts, not_imported: 0, left_out: 3 })).toBe(true);
});

test("a row that was not imported is told with the cell at fault", () => {
  expect(linesOf([reject])).toEqual([
    { key: "2", row: 2, outcome: "not_imported", column: "Mail", value: "nobody", reason: "No address.", remedy: "Write one." },
  ]);
});

test("a row whose values were left out is told value by value", () => {
  const value = (column: number, name: string) => ({
    column,
    name,
    value: "04/25/19",
    code: "date",
    reason: "No date.",
    remedy: "Write it otherwise.",
  });
  const lines = linesOf([{ ...reject, row: 3, outcome: "left_out", values: [value(1, "Born"), value(2, "Since")] }]);
  expect(lines.map(({ key, outcome, column }) => [key, outcome, column])).toEqual([
    ["3 1", "left_out", "Born"],
    ["3 2", "left_out", "Since"],
  ]);
});
