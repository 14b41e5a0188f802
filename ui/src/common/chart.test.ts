import { expect, test } from "vitest";
import { axisFor, lineThrough, marksOf, nearestTo } from "./chart";

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [100, [0, 50, 100]],
  [1234, [0, 500, 1000, 1500]],
  [1_000_000, [0, 500_000, 1_000_000]],
])("an axis for at most %d has round marks", (max, marks) => {
  expect(marksOf(axisFor(max))).toEqual(marks);
});

test("a line runs through its points, the highest value at the top", () => {
  expect(lineThrough([0, 5, 10], { width: 100, height: 50 }, 10)).toBe("M0,50L50,25L100,0");
  expect(lineThrough([10], { width: 100, height: 50 }, 10)).toBe("M50,0");
});

test("the nearest point to a place is found, also outside", () => {
  expect([-5, 24, 26, 300].map((x) => nearestTo(x, 3, 100))).toEqual([0, 0, 1, 2]);
  expect(nearestTo(50, 1, 100)).toBe(0);
});
