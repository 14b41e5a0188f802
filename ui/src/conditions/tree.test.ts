import { describe, expect, test } from "vitest";
import type { ConditionNode, ConditionRule } from "../api/types";
import {
  addAt,
  changeNode,
  depthAt,
  duplicateAt,
  heightOf,
  numberOf,
  partAt,
  pathOf,
  removeAt,
  replaceAt,
  rulesOf,
  withIds,
  withoutIds,
  wrapAt,
} from "./tree";

const rule = (value: string): ConditionRule => ({ field: "city", operator: "is", value });
const tree: ConditionNode = {
  combinator: "and",
  rules: [rule("a"), { combinator: "or", not: true, rules: [rule("b"), rule("c")] }, rule("d")],
};

/** "and(a or(b c) d)", with a "!" before what is turned round. */
function told(node: ConditionNode): string {
  const parts = node.rules.map((part) => ("rules" in part ? told(part) : String(part.value)));
  return `${node.not ? "!" : ""}${node.combinator}(${parts.join(" ")})`;
}

describe("a place", () => {
  test("is the way through the groups", () => {
    expect(pathOf("/rules/1/rules/0")).toEqual([1, 0]);
    expect([depthAt(""), depthAt("/rules/1"), depthAt("/rules/1/rules/0")]).toEqual([1, 2, 3]);
    expect(numberOf("/rules/1/rules/0")).toBe("2.1");
  });

  test("leads to its part, and to nothing where there is none", () => {
    expect(partAt(tree, "")).toBe(tree);
    expect(partAt(tree, "/rules/1/rules/1")).toEqual(rule("c"));
    expect(partAt(tree, "/rules/7")).toBeNull();
    expect(partAt(tree, "/rules/0/rules/0")).toBeNull();
  });
});

describe("an edit changes only what it names", () => {
  test.each([
    ["replace", replaceAt(tree, "/rules/1/rules/0", rule("x")), "and(a !or(x c) d)"],
    ["change a group", changeNode(tree, "/rules/1", { combinator: "and", not: false }), "and(a and(b c) d)"],
    ["change the whole", changeNode(tree, "", { combinator: "or" }), "or(a !or(b c) d)"],
    ["add", addAt(tree, "/rules/1", rule("x")), "and(a !or(b c x) d)"],
    ["remove", removeAt(tree, "/rules/1/rules/0"), "and(a !or(c) d)"],
    ["remove a group", removeAt(tree, "/rules/1"), "and(a d)"],
    ["duplicate", duplicateAt(tree, "/rules/1"), "and(a !or(b c) !or(b c) d)"],
    ["wrap in the other joint", wrapAt(tree, "/rules/0"), "and(or(a) !or(b c) d)"],
    ["a place that is not there", removeAt(tree, "/rules/0/rules/4"), "and(a !or(b c) d)"],
    ["remove the whole", removeAt(tree, ""), "and(a !or(b c) d)"],
  ])("%s", (_, changed, expected) => {
    expect(told(changed)).toBe(expected);
    expect(told(tree)).toBe("and(a !or(b c) d)");
  });

  test("what is beside it stays the same object", () => {
    const changed = replaceAt(tree, "/rules/0", rule("x"));
    expect(changed.rules[1]).toBe(tree.rules[1]);
  });
});

test("ids tell parts apart, also copies, and do not go to the API", () => {
  const named = withIds(tree);
  const copied = duplicateAt(named, "/rules/1");
  const ids = [copied.id, ...copied.rules.map(({ id }) => id), ...rulesOf(copied).map(({ rule: { id } }) => id)];
  expect(new Set(ids).size).toBe(9);
  expect(ids).not.toContain(undefined);
  expect(withoutIds(named)).toEqual({ ...tree, not: false });
});

test("height counts groups, not rules", () => {
  expect([heightOf(rule("a")), heightOf({ combinator: "and", rules: [] }), heightOf(tree)]).toEqual([0, 1, 2]);
});

test("rules are told in reading order with their places", () => {
  expect(rulesOf(tree).map(({ place, rule: { value } }) => [place, value])).toEqual([
    ["/rules/0", "a"],
    ["/rules/1/rules/0", "b"],
    ["/rules/1/rules/1", "c"],
    ["/rules/2", "d"],
  ]);
});
