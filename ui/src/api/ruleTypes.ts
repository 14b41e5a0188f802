/** Rules, which openapi.json leaves open, as the API's own descriptions say them. */
import type { Interval, MeantActivity } from "./conditionValues";

export type Narrow<T, Narrower> = Omit<T, keyof Narrower> & Narrower;

export type ConditionNode = {
  /** Only the page's: ignored by the API. */
  id?: string;
  combinator: "and" | "or";
  not?: boolean;
  rules: ConditionPart[];
};
export type ConditionRule = {
  id?: string;
  field: string;
  operator: string;
  value: unknown;
};
export type ConditionPart = ConditionNode | ConditionRule;

export type ExplainedRule = ConditionRule & { holds: boolean };
export type ExplainedNode = Narrow<ConditionNode, { holds: boolean; rules: ExplainedPart[] }>;
export type ExplainedPart = ExplainedNode | ExplainedRule;

/** A rule that gives points, as far as it is typed: null stands for points or a date that are missing. */
export type PointRule = {
  /** Only the page's: not sent. */
  id?: string;
  name: string;
  points: number | null;
} & PointCause;
export type PointCause =
  | { kind: "attribute"; rule: ConditionRule }
  | { kind: "condition"; condition: ConditionNode }
  | { kind: "activity"; activity: PointActivity; most: number | null; validity: PointValidity; half_life: number | null };
/** Which activities count: as in a condition, without how often. */
export type PointActivity = MeantActivity;
export type PointValidity = { kind: "forever" } | ({ kind: "interval" } & Interval) | { kind: "until"; date: string | null };
