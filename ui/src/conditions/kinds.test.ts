import { describe, expect, test } from "vitest";
import { freshValue, isComplete, valueFor } from "./kinds";

describe("a value is complete when it says all", () => {
  const activity = { type: "page_visit", times: { operator: "at_least", count: 3 }, when: null };
  test.each([
    ["none", null],
    ["none", undefined],
    ["text", "Brno"],
    ["texts", ["a"]],
    ["number", 0],
    ["number", -1.5],
    ["numbers", [1, 2]],
    ["percent", 12.5],
    ["days", 14],
    ["date", "2026-01-01"],
    ["dates", ["2026-01-01", "2026-02-01"]],
    ["moment", "2026-01-01T00:00:00Z"],
    ["moments", ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]],
    ["interval", { amount: 7, unit: "days" }],
    ["choice", "male"],
    ["choice_list", ["male"]],
    ["groups", [1]],
    ["accounts", [1]],
    ["roles", [1]],
    ["import", 3],
    ["activity", activity],
    ["personas", [1]],
    ["score_points", { score: 1, points: -5 }],
    ["score_range", { score: 1, points: [0, 10] }],
    ["score_crossing", { score: 1, when: null }],
    [
      "activity",
      { ...activity, url: { operator: "contains", value: "/pricing" }, when: { operator: "in_last", value: { amount: 7, unit: "days" } } },
    ],
    ["activity", { ...activity, times: { operator: "exactly", count: 0 } }],
  ] as const)("%s: %j is", (input, value) => {
    expect(isComplete(input, value)).toBe(true);
  });

  test.each([
    ["text", " "],
    ["texts", []],
    ["number", null],
    ["numbers", [1, null]],
    ["days", null],
    ["days", 1.5],
    ["date", null],
    ["dates", [null, "2026-01-01"]],
    ["interval", { amount: null, unit: "days" }],
    ["interval", { amount: 0, unit: "days" }],
    ["choice", null],
    ["groups", []],
    ["accounts", []],
    ["roles", []],
    ["import", null],
    ["personas", []],
    ["score_points", { score: null, points: 5 }],
    ["score_points", { score: 1, points: null }],
    ["score_points", 5],
    ["score_range", { score: 1, points: [0, null] }],
    ["score_crossing", { score: null, when: null }],
    ["score_crossing", { score: 1, when: { operator: "in_last", value: { amount: null, unit: "days" } } }],
    ["activity", { ...activity, times: { operator: "at_least", count: null } }],
    ["activity", { ...activity, url: { operator: "contains", value: "" } }],
    ["activity", { ...activity, when: { operator: "between", value: [null, "2026-01-01T00:00:00Z"] } }],
    ["numbers", 5],
    ["text", null],
    ["text", 5],
    ["interval", "7 days"],
    ["groups", "1"],
  ] as const)("%s: %j is not", (input, value) => {
    expect(isComplete(input, value)).toBe(false);
  });
});

test("a control gets a value of its own input, whatever the rule holds", () => {
  expect(valueFor("texts", "Brno")).toEqual([]);
  expect(valueFor("text", "Brno")).toBe("Brno");
  expect(valueFor("choice", undefined)).toBeNull();
  expect(valueFor("dates", null)).toEqual([null, null]);
  expect(valueFor("interval", ["x"])).toEqual(freshValue("interval"));
});
