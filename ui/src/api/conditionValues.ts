/** The shapes of rule values, as far as they are typed. While a value is being typed, parts of it may be missing: null. */

export const UNITS = ["hours", "days", "weeks", "months", "years"] as const;
export type Unit = (typeof UNITS)[number];

export interface Interval {
  amount: number | null;
  unit: Unit;
}

/** Two ends; both belong to what is between them. */
export type Range<T> = [T | null, T | null];

export const TIMES = ["at_least", "at_most", "exactly"] as const;
export const MATCHES = ["is", "contains", "starts_with", "ends_with"] as const;
export const FILTERS = ["item", "value", "url"] as const;

export type TimesOperator = (typeof TIMES)[number];
export type Match = (typeof MATCHES)[number];
export type FilterName = (typeof FILTERS)[number];

export interface TextFilter {
  operator: Match;
  value: string;
}

export type When = null | { operator: "in_last"; value: Interval } | { operator: "between"; value: Range<string> };

export type ActivityValue = {
  type: string;
  times: { operator: TimesOperator; count: number | null };
  when: When;
} & { [name in FilterName]?: TextFilter };

/** A score, and which points of it. */
export interface ScorePoints {
  score: number | null;
  points: number | null;
}

export interface ScoreRange {
  score: number | null;
  points: Range<number>;
}

/** A score, and when its limit was reached. */
export interface ScoreCrossing {
  score: number | null;
  when: When;
}

/** Which activities are meant, however often. */
export type MeantActivity = Omit<ActivityValue, "times">;

export const ANY_ACTIVITY = "any";

export const isNever = ({ times }: ActivityValue): boolean => times.operator === "exactly" && times.count === 0;
