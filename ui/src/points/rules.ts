/** Rules that give points, as a list that is edited. */
import type { ConditionNode, ConditionPart, ConditionRule, PointCause, PointRule, ProblemPlace } from "../api/types";
import { newNode, newRule, withIds, withoutIds } from "../conditions/tree";
import { ANY_ACTIVITY, type MeantActivity } from "../api/conditionValues";

export const KINDS = ["attribute", "activity", "condition"] as const;
export type PointKind = PointCause["kind"];
export type ActivityCause = Extract<PointCause, { kind: "activity" }>;

/** Points of a rule, either way, at most. */
export const MAX_POINTS = 100_000;
/** Points of all activities of a rule together, at most. */
export const MAX_TOGETHER = 10_000_000;
/** Days of a half-life, at most. */
export const MAX_HALF_LIFE = 3_650;
export const MAX_RULES = 200;
/** A number that is wanted and not typed yet, where null says that none is wanted. */
export const MISSING = 0;

let made = 0;
const newId = () => `points-${++made}`;

const causes: { [kind in PointKind]: () => PointCause } = {
  attribute: () => ({ kind: "attribute", rule: newRule() }),
  activity: () => ({
    kind: "activity",
    activity: { type: ANY_ACTIVITY, when: null },
    most: null,
    validity: { kind: "forever" },
    half_life: null,
  }),
  condition: () => ({ kind: "condition", condition: newNode() }),
};

export const freshRule = (kind: PointKind): PointRule => ({ id: newId(), name: "", points: 10, ...causes[kind]() });

/** The rules with ids, of which each stays with its rule while the list is edited. */
export const toEdit = (rules: PointRule[]): PointRule[] =>
  rules.map((rule) => ({ id: newId(), name: rule.name ?? "", points: rule.points, ...causeWith(rule, withIds, withIds) }));

/** As the API wants them: without what only the page needs. */
export const toSend = (rules: PointRule[]): PointRule[] =>
  rules.map((rule) => ({
    name: rule.name.trim(),
    points: rule.points,
    ...causeWith(rule, withoutIds, ({ field, operator, value }) => ({ field, operator, value })),
  }));

/** What may be left out in the API is said here. */
function causeWith(
  rule: PointRule,
  ofNode: (node: ConditionNode) => ConditionNode,
  ofRule: (rule: ConditionRule) => ConditionRule,
): PointCause {
  switch (rule.kind) {
    case "attribute":
      return { kind: "attribute", rule: ofRule(rule.rule) };
    case "condition":
      return { kind: "condition", condition: ofNode(rule.condition) };
    case "activity":
      return {
        kind: "activity",
        activity: withoutBlankFilters(rule.activity),
        most: rule.most ?? null,
        validity: rule.validity ?? { kind: "forever" },
        half_life: rule.half_life ?? null,
      };
  }
}

/** The list with a copy behind one of its rules. */
export const duplicated = (rules: PointRule[], index: number): PointRule[] =>
  rules.toSpliced(index + 1, 0, ...toEdit(rules.slice(index, index + 1)));

/** Points each time need a maximum of all together; five times is where one begins. */
export const mostFor = (points: number | null): number => Math.min(MAX_TOGETHER, 5 * Math.max(1, Math.abs(points ?? 1)));

/** The conditions of all rules as one: what all of them name is found through it. */
export const allConditions = (rules: PointRule[]): ConditionNode => ({
  combinator: "and",
  rules: rules.flatMap((rule): ConditionPart[] =>
    rule.kind === "attribute" ? [rule.rule] : rule.kind === "condition" ? [rule.condition] : [],
  ),
});

/** A filter that there is not is left out by the page and may be null in the API. */
function withoutBlankFilters(activity: MeantActivity): MeantActivity {
  const said = Object.entries(activity).filter(([name, value]) => name === "when" || value != null);
  return { ...(Object.fromEntries(said) as MeantActivity), when: activity.when ?? null };
}

/** What is wrong with one rule, its pointers beginning at the rule: "/rules/3/points" is "/points" of the fourth. */
export const problemsOfRule = (errors: readonly ProblemPlace[], index: number): ProblemPlace[] =>
  errors.flatMap(({ pointer, detail }) => {
    const [, rest] = new RegExp(`^/rules/${index}(/.*)?$`).exec(pointer) ?? [];
    return pointer === `/rules/${index}` ? [{ pointer: "", detail }] : rest ? [{ pointer: rest, detail }] : [];
  });
