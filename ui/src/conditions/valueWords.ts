/** The values of rules as a person would say them. */
import type { TFunction } from "i18next";
import {
  ANY_ACTIVITY,
  FILTERS,
  isNever,
  type ActivityValue,
  type Interval,
  type MeantActivity,
  type Range,
  type ScoreCrossing,
  type ScorePoints,
  type ScoreRange,
} from "../api/conditionValues";
import type { ConditionCatalogue, ConditionInput } from "../api/types";
import { formatDay, formatMoment, formatNumber } from "../common/format";
import type { Names } from "./names";

const SHOWN = 5;

export interface Context {
  catalogue: ConditionCatalogue;
  names: Names;
  t: TFunction;
}

type Speak<T> = (value: T, context: Context) => string;

const text: Speak<string> = (value, { t }) => t("conditions.words.quoted", { value });
const list: Speak<string[]> = (values, context) =>
  listed(
    values.map((value) => text(value, context)),
    context,
  );
const number: Speak<number> = (value) => new Intl.NumberFormat("en", { maximumFractionDigits: 10 }).format(value);
const both =
  <T>(one: Speak<T>): Speak<Range<T>> =>
  ([from, to], context) =>
    context.t("conditions.words.between", { from: one(from as T, context), to: one(to as T, context) });
const moment: Speak<string> = (value) => formatMoment(value);

const speak: { [input in ConditionInput]: Speak<never> } = {
  none: () => "",
  text,
  texts: list,
  choice: text,
  choice_list: list,
  number,
  numbers: both(number),
  percent: (value: number, { t }) => t("conditions.words.percent", { n: value }),
  days: (count: number, { t }) => t("conditions.words.interval.days", { count, formatted: formatNumber(count) }),
  date: (value: string) => formatDate(value),
  dates: both<string>(formatDate),
  moment,
  moments: both(moment),
  interval: intervalWords,
  groups: quotedNames(({ group }) => group),
  accounts: quotedNames(({ account }) => account),
  roles: quotedNames(({ role }) => role),
  personas: quotedNames(({ persona }) => persona),
  score_points: ({ points }: ScorePoints) => formatNumber(points ?? 0),
  score_range: ({ points }: ScoreRange, context) => both(number)(points, context),
  score_crossing: ({ when }: ScoreCrossing, context) => whenWords(when, context),
  import: (id: number, context) => quotedName(context.names.import(id), id, context),
  activity: activityWords,
};

export function valueWords(input: ConditionInput, value: unknown, context: Context): string {
  return speak[input](value as never, context);
}

/** A day has no zone: as midnight UTC it would be the evening before in half of the world. */
export function formatDate(day: string): string {
  return formatDay(`${day}T00:00:00`);
}

export function intervalWords({ amount, unit }: Interval, { t }: Context): string {
  return t(`conditions.words.interval.${unit}`, { count: amount ?? 0, formatted: formatNumber(amount ?? 0) });
}

function quotedName(name: string | null, id: number, { t }: Context): string {
  return name === null ? t("conditions.words.numbered", { id }) : t("conditions.words.quoted", { value: name });
}

/** Which score is meant stands in front: "Score “Interest”". */
export function scoreWords({ score }: Pick<ScorePoints, "score">, label: string, context: Context): string {
  const id = score ?? 0;
  return `${label} ${quotedName(context.names.score(id), id, context)}`;
}

/** Several that are named by their ids. */
function quotedNames(of: (names: Names) => (id: number) => string | null): Speak<number[]> {
  return (ids, context) =>
    listed(
      ids.map((id) => quotedName(of(context.names)(id), id, context)),
      context,
    );
}

function listed(values: string[], { t }: Context): string {
  const more = values.length - SHOWN;
  const shown = more > 1 ? [...values.slice(0, SHOWN), t("conditions.words.more", { count: more, formatted: formatNumber(more) })] : values;
  return shown.join(", ");
}

export function activityWords(activity: ActivityValue, context: Context): string {
  const { t } = context;
  const type = typeWords(activity, context);
  const count = activity.times.count ?? 0;
  const did = isNever(activity)
    ? t("conditions.words.didNever", { type })
    : t(`conditions.words.did.${activity.times.operator}`, { type, count, formatted: formatNumber(count) });
  return [did, ...narrowing(activity, context)].join(" ");
}

/** Which activities are meant, however often: "“Page visit” where the URL contains “/pricing”". */
export function activitiesMeant(activity: MeantActivity, context: Context): string {
  return [typeWords(activity, context), ...narrowing(activity, context)].join(" ");
}

function typeWords({ type }: Pick<ActivityValue, "type">, { t, names }: Context): string {
  return type === ANY_ACTIVITY
    ? t("conditions.words.anyActivity")
    : t("conditions.words.quoted", { value: names.activityType(type) ?? type });
}

function narrowing(activity: MeantActivity, context: Context): string[] {
  const { t } = context;
  const filters = FILTERS.flatMap((name) => {
    const filter = activity[name];
    return filter
      ? [
          t("conditions.words.filter", {
            name: t(`conditions.activity.filters.${name}`),
            operator: t(`conditions.activity.matches.${filter.operator}`),
            value: filter.value,
          }),
        ]
      : [];
  });
  return [filters.join(t("conditions.words.and")), whenWords(activity.when, context)].filter(Boolean);
}

function whenWords(when: ActivityValue["when"], context: Context): string {
  if (when === null) return "";
  if (when.operator === "in_last") return context.t("conditions.words.inLast", { interval: intervalWords(when.value, context) });
  return context.t("conditions.words.whenBetween", { range: both(moment)(when.value, context) });
}
