import { expect, test } from "vitest";
import { problemsOf } from "./problems";

const rule = { field: "city", operator: "is", value: "" };
const root = { combinator: "and" as const, rules: [rule, { combinator: "or" as const, rules: [rule, rule] }] };

test.each([
  ["/rules/0/value", "/rules/0"],
  ["/rules/1/rules/1/value/when/value/amount", "/rules/1/rules/1"],
  ["/condition/rules/1/rules/0/field", "/rules/1/rules/0"],
  ["/rules/1", "/rules/1"],
  ["/rules/1/combinator", "/rules/1"],
  ["/rules/9/value", ""],
  ["/condition", ""],
  ["", ""],
  ["/name", ""],
])("an error at %s is shown at %j", (pointer, place) => {
  expect([...problemsOf([{ pointer, detail: "No." }], root)]).toEqual([[place, "No."]]);
});

test("several errors of one rule are all told", () => {
  const errors = [
    { pointer: "/rules/0/operator", detail: "No such operator." },
    { pointer: "/rules/0/value", detail: "Too long." },
  ];
  expect(problemsOf(errors, root).get("/rules/0")).toBe("No such operator. Too long.");
});
