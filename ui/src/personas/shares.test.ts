import { expect, test } from "vitest";
import { moved } from "./order";
import { bandsOf, changedDays, colourOf, noneOf, percentOf } from "./shares";

const days = [
  { day: "2026-11-21", contacts: [0, 0], none: 0 },
  { day: "2026-11-22", contacts: [1, 1], none: 2 },
  { day: "2026-11-23", contacts: [1, 1], none: 2 },
  { day: "2026-11-24", contacts: [3, 0], none: 1 },
];

test("shares are piled up to the whole, and a day without contacts stays empty", () => {
  expect(bandsOf(days)).toEqual([
    { from: [0, 0, 0, 0], to: [0, 0.25, 0.25, 0.75] },
    { from: [0, 0.25, 0.25, 0.75], to: [0, 0.5, 0.5, 0.75] },
    { from: [0, 0.5, 0.5, 0.75], to: [0, 1, 1, 1] },
  ]);
  expect(bandsOf([])).toEqual([]);
});

test("only days on which the spread changed are listed, the latest first", () => {
  expect(changedDays(days).map(({ day }) => day)).toEqual(["2026-11-24", "2026-11-22", "2026-11-21"]);
});

test("who has no persona is the rest, and never fewer than nobody", () => {
  expect(noneOf(10, [{ contacts: 3 }, { contacts: 4 }])).toBe(3);
  expect(noneOf(5, [{ contacts: 6 }])).toBe(0);
});

test("a share of nothing is nothing", () => {
  expect(percentOf(0, 0)).toBe(0);
  expect(percentOf(1, 4)).toBe(25);
  expect(percentOf(1, 3)).toBe(33.3);
});

test("colours begin anew when there are more personas than colours", () => {
  expect(colourOf(10)).toBe(colourOf(0));
  expect(colourOf(1)).not.toBe(colourOf(0));
});

test("one is moved among the others, and never out of the list", () => {
  expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
  expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
  expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
  expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
});
