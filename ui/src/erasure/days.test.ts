import { expect, test } from "vitest";
import { daysOf } from "./days";

test("a policy has from 10 to 36,500 days", () => {
  expect(["10", " 365 ", "36500"].map(daysOf)).toEqual([10, 365, 36_500]);
  expect(["9", "36501", "", "-20", "1e3", "12.5", "many"].map(daysOf)).toEqual(Array(7).fill(null));
});
