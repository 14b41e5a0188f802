/** What the API calls an operator's input: for each what a fresh value is and when a value is complete. The words for it
 *  stand in `words.ts`, its controls in `inputs/`; a new input is one line in each. */
import type { ConditionInput } from "../api/types";
import {
  ANY_ACTIVITY,
  FILTERS,
  type ActivityValue,
  type Interval,
  type MeantActivity,
  type Range,
  type ScoreCrossing,
  type ScorePoints,
  type ScoreRange,
} from "../api/conditionValues";

interface Kind {
  fresh: () => unknown;
  isComplete: (value: never) => boolean;
}

const isNumber = (value: number | null): boolean => value !== null && Number.isFinite(value);
const isWhole = (value: number | null): boolean => value !== null && Number.isInteger(value) && value >= 0;
const isPoints = (value: number | null): boolean => value !== null && Number.isInteger(value);
const isSaid = (text: string | null): boolean => text !== null && text.trim() !== "";
const areSaid = ([from, to]: Range<string>): boolean => isSaid(from) && isSaid(to);
export const isInterval = ({ amount }: Interval): boolean => isWhole(amount) && amount !== 0;

const kinds: Record<ConditionInput, Kind> = {
  none: { fresh: () => null, isComplete: () => true },
  text: { fresh: () => "", isComplete: isSaid },
  texts: { fresh: () => [], isComplete: (list: string[]) => list.length > 0 },
  number: { fresh: () => null, isComplete: isNumber },
  numbers: { fresh: () => [null, null], isComplete: ([from, to]: Range<number>) => isNumber(from) && isNumber(to) },
  percent: { fresh: () => null, isComplete: isNumber },
  days: { fresh: () => null, isComplete: isWhole },
  date: { fresh: () => null, isComplete: isSaid },
  dates: { fresh: () => [null, null], isComplete: areSaid },
  moment: { fresh: () => null, isComplete: isSaid },
  moments: { fresh: () => [null, null], isComplete: areSaid },
  interval: { fresh: () => ({ amount: 7, unit: "days" }), isComplete: isInterval },
  choice: { fresh: () => null, isComplete: isSaid },
  choice_list: { fresh: () => [], isComplete: (list: string[]) => list.length > 0 },
  groups: { fresh: () => [], isComplete: (ids: number[]) => ids.length > 0 },
  accounts: { fresh: () => [], isComplete: (ids: number[]) => ids.length > 0 },
  roles: { fresh: () => [], isComplete: (ids: number[]) => ids.length > 0 },
  personas: { fresh: () => [], isComplete: (ids: number[]) => ids.length > 0 },
  score_points: {
    fresh: () => ({ score: null, points: null }),
    isComplete: ({ score, points }: ScorePoints) => isNumber(score) && isPoints(points),
  },
  score_range: {
    fresh: () => ({ score: null, points: [null, null] }),
    isComplete: ({ score, points: [from, to] }: ScoreRange) => isNumber(score) && isPoints(from) && isPoints(to),
  },
  score_crossing: {
    fresh: () => ({ score: null, when: null }),
    isComplete: ({ score, when }: ScoreCrossing) => isNumber(score) && isWhen(when),
  },
  import: { fresh: () => null, isComplete: isNumber },
  activity: { fresh: freshActivity, isComplete: isActivity },
};

/** Whether this page can ask for such a value; the API may be ahead of it. */
export const isKnown = (input: string): input is ConditionInput => Object.hasOwn(kinds, input);

export const freshValue = (input: ConditionInput): unknown => kinds[input].fresh();

/** Whether the value says all that the input asks for. A value of another shape does not. */
export function isComplete(input: ConditionInput, value: unknown): boolean {
  const { fresh, isComplete } = kinds[input];
  const given = value ?? null;
  return hasShapeOf(fresh(), given) && isComplete(given as never);
}

/** The value for a control: what there is, or a fresh one when that is of another input. */
export function valueFor<T>(input: ConditionInput, value: unknown): T {
  const [fresh, given] = [freshValue(input), value ?? null];
  return (hasShapeOf(fresh, given) ? given : fresh) as T;
}

/** Null stands for a number or text that has not been typed. */
function hasShapeOf(fresh: unknown, value: unknown): boolean {
  if (fresh === null) return typeof value !== "object" || value === null;
  if (Array.isArray(fresh)) return Array.isArray(value) && (fresh.length === 0 || value.length === fresh.length);
  return typeof fresh === typeof value && value !== null && !Array.isArray(value);
}

function freshActivity(): ActivityValue {
  return { type: ANY_ACTIVITY, times: { operator: "at_least", count: 1 }, when: null };
}

function isActivity(value: ActivityValue): boolean {
  return isWhole(value.times.count) && isMeant(value);
}

/** Whether it is said which activities are meant. */
export function isMeant(value: MeantActivity): boolean {
  return FILTERS.every((name) => value[name] === undefined || isSaid(value[name].value)) && isWhen(value.when);
}

function isWhen(when: ActivityValue["when"]): boolean {
  return when === null || (when.operator === "in_last" ? isInterval(when.value) : areSaid(when.value));
}
