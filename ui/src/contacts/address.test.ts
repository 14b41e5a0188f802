import { expect, test } from "vitest";
import type { ConditionNode } from "../api/types";
import { matchingOf, parseCondition, parseSort, printCondition, printSort, sortBy } from "./address";

const condition: ConditionNode = { combinator: "and", not: false, rules: [{ field: "city", operator: "is", value: "Köln" }] };

test("a condition goes through the address unchanged", () => {
  expect(parseCondition(printCondition(condition))).toEqual(condition);
  expect(matchingOf(new URLSearchParams({ search: "ann", condition: printCondition(condition) }))).toEqual({ search: "ann", condition });
});

test("what only the page needs does not stand in the address", () => {
  const edited = { ...condition, id: "1", rules: [{ ...condition.rules[0], id: "2", valueSource: "value" }] };
  expect(parseCondition(printCondition(edited as ConditionNode))).toEqual(condition);
});

test("a condition without rules is none", () => {
  expect(printCondition({ combinator: "and", rules: [] })).toBe("");
  expect(printCondition(null)).toBe("");
});

test.each(["", "{", "[]", "7", '{"combinator":"xor","rules":[]}', '{"combinator":"and","rules":[1]}'])("%o is no condition", (text) => {
  expect(parseCondition(text)).toBeNull();
});

test("the order goes through the address, and the usual one needs no words", () => {
  expect(parseSort("-city")).toEqual({ by: "city", descending: true });
  expect(printSort({ by: "city", descending: false })).toBe("city");
  expect(parseSort(null)).toEqual({ by: "created_at", descending: true });
  expect(printSort(parseSort("drop table"))).toBe("");
});

test("a click on a header turns its order round; another column begins from A, times with the latest", () => {
  const city = sortBy(parseSort(null), "city");
  expect(city).toEqual({ by: "city", descending: false });
  expect(sortBy(city, "city")).toEqual({ by: "city", descending: true });
  expect(sortBy(city, "changed_at")).toEqual({ by: "changed_at", descending: true });
});

test("a list by points begins with the most, and goes through the address", () => {
  const points = sortBy(parseSort(null), "score:3");
  expect(points).toEqual({ by: "score:3", descending: true });
  expect(parseSort(printSort(points))).toEqual(points);
});
