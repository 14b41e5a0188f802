import { expect, test } from "vitest";
import { movedDays, movementOf, toPoints } from "./growth";

const days = [
  { day: "2026-11-22", members: 10, entered: 10, left: 0 },
  { day: "2026-11-23", members: 10, entered: 0, left: 0 },
  { day: "2026-11-24", members: 8, entered: 1, left: 3 },
];

test("what moved is summed over the days", () => {
  expect(movementOf(days)).toEqual({ entered: 11, left: 3 });
});

test("only days on which something happened are listed, the latest first", () => {
  expect(movedDays(days).map(({ day }) => day)).toEqual(["2026-11-24", "2026-11-22"]);
});

test("a day keeps its date in every zone", () => {
  expect(toPoints(days)[0]).toEqual({ name: "Nov 22, 2026", value: 10, came: 10, went: 0 });
});
