import { describe, expect, test } from "vitest";
import type { PointRule } from "../api/types";
import { catalogue } from "../conditions/testCatalogue";
import { NO_NAMES } from "../conditions/names";
import { gapsInRule, gapsInRules } from "./gaps";
import { allConditions, duplicated, freshRule, mostFor, problemsOfRule, toEdit, toSend } from "./rules";
import { pointRuleInWords, signed } from "./words";

const inBrno = { field: "city", operator: "is", value: "Brno" };
const attribute: PointRule = { name: "Near", points: 10, kind: "attribute", rule: inBrno };
const visits: PointRule = {
  name: "",
  points: 5,
  kind: "activity",
  activity: { type: "page_visit", when: null },
  most: 20,
  validity: { kind: "interval", amount: 30, unit: "days" },
  half_life: null,
};
const condition: PointRule = {
  name: "",
  points: -50,
  kind: "condition",
  condition: { combinator: "or", rules: [inBrno, { field: "company", operator: "is", value: "Acme" }] },
};
const names = { ...NO_NAMES, activityType: () => "Page visit" };

test("fresh rules of every kind want to be completed where something must be chosen", () => {
  expect(gapsInRule(freshRule("attribute"), catalogue).map(({ pointer }) => pointer)).toEqual(["/rule"]);
  expect(gapsInRule(freshRule("condition"), catalogue).map(({ pointer }) => pointer)).toEqual(["/condition/rules/0"]);
  expect(gapsInRule(freshRule("activity"), catalogue)).toEqual([]);
});

describe("a rule is complete when it says all that the API asks for", () => {
  test.each([
    [attribute],
    [visits],
    [condition],
    [{ ...visits, most: null }],
    [{ ...visits, validity: { kind: "until", date: "2026-12-31" } }],
    [{ ...visits, half_life: 7 }],
  ] as PointRule[][])("%j is", (rule) => {
    expect(gapsInRule(rule as PointRule, catalogue)).toEqual([]);
  });

  test.each([
    [{ ...attribute, points: null }, "/points"],
    [{ ...attribute, points: 100_001 }, "/points"],
    [{ ...attribute, rule: { ...inBrno, value: "" } }, "/rule"],
    [{ ...condition, condition: { combinator: "and", rules: [] } }, "/condition"],
    [{ ...visits, most: 4 }, "/most"],
    [{ ...visits, most: 0 }, "/most"],
    [{ ...visits, half_life: 0 }, "/half_life"],
    [{ ...visits, validity: { kind: "until", date: null } }, "/validity"],
    [{ ...visits, validity: { kind: "interval", amount: null, unit: "days" } }, "/validity"],
    [{ ...visits, activity: { type: "any", when: null, url: { operator: "contains", value: " " } } }, "/activity"],
  ] as [PointRule, string][])("%j is not: %s", (rule, pointer) => {
    expect(gapsInRules([attribute, rule], catalogue).map((gap) => gap.pointer)).toEqual([`/rules/1${pointer}`]);
  });
});

test.each([
  [attribute, "when City is “Brno”."],
  [condition, "when City is “Brno” or Company is “Acme”."],
  [visits, "each time for “Page visit”, together at most 20, for 30 days after the latest."],
  [
    { ...visits, most: null, validity: { kind: "until", date: "2026-12-31" }, half_life: 14 },
    "once for “Page visit”, until Dec 31, 2026, halved every 14 days.",
  ],
  [
    {
      ...visits,
      most: null,
      validity: { kind: "forever" },
      activity: { type: "any", when: null, url: { operator: "contains", value: "/pricing" } },
    },
    "once for any activity where the URL contains “/pricing”.",
  ],
] as [PointRule, string][])("%j in words", (rule, words) => {
  expect(pointRuleInWords(rule, catalogue, names)).toBe(words);
});

test("points are said with their sign", () => {
  expect([10, -1500, 0, null].map(signed)).toEqual(["+10", "−1,500", "0", "…"]);
});

test("rules that are edited have ids; the API gets none", () => {
  const edited = toEdit([attribute, visits, condition]);
  expect(new Set(edited.map(({ id }) => id)).size).toBe(3);
  expect(toSend(edited)).toEqual([
    attribute,
    visits,
    { ...condition, condition: { not: false, combinator: "or", rules: [inBrno, { field: "company", operator: "is", value: "Acme" }] } },
  ]);
});

test("what the API leaves out is filled in", () => {
  const bare = { points: 5, kind: "activity", activity: { type: "any", url: null } } as unknown as PointRule;
  expect(toSend(toEdit([bare]))).toEqual([
    {
      name: "",
      points: 5,
      kind: "activity",
      activity: { type: "any", when: null },
      most: null,
      validity: { kind: "forever" },
      half_life: null,
    },
  ]);
});

test("a duplicate stands behind its rule under an id of its own", () => {
  const rules = toEdit([attribute, visits]);
  const more = duplicated(rules, 0);
  expect(more.map(({ kind }) => kind)).toEqual(["attribute", "attribute", "activity"]);
  expect(new Set(more.map(({ id }) => id)).size).toBe(3);
});

test("the maximum begins at five times the points", () => {
  expect([10, -3, 0, null].map(mostFor)).toEqual([50, 15, 5, 5]);
});

test("the conditions of all rules are found together", () => {
  expect(allConditions([attribute, visits, condition]).rules).toEqual([inBrno, condition.kind === "condition" && condition.condition]);
});

test("an error belongs to the rule that its pointer names", () => {
  const errors = [
    { pointer: "/rules/1/most", detail: "No." },
    { pointer: "/rules/11/points", detail: "No." },
    { pointer: "/rules/1", detail: "Bad." },
  ];
  expect(problemsOfRule(errors, 1)).toEqual([
    { pointer: "/most", detail: "No." },
    { pointer: "", detail: "Bad." },
  ]);
});
