/** The condition as a person would say it. */
import type { TFunction } from "i18next";
import type { ConditionCatalogue, ConditionInput, ConditionNode, ConditionPart, ConditionRule } from "../api/types";
import { formatDay, formatMoment, formatNumber } from "../common/format";
import { i18next } from "../i18n";
import { operatorOf, subjectOf } from "./catalogue";
import { isComplete } from "./kinds";
import { isNode } from "./tree";
import { ANY_ACTIVITY, FILTERS, isNever, type ActivityValue, type Interval, type Range } from "./values";

/** How what is named by an id or a short name is called. Null as long as that is not known. */
export interface Names {
  group: (id: number) => string | null;
  account: (id: number) => string | null;
  role: (id: number) => string | null;
  import: (id: number) => string | null;
  activityType: (name: string) => string | null;
}

export const NO_NAMES: Names = { group: () => null, account: () => null, role: () => null, import: () => null, activityType: () => null };

const SHOWN = 5;

/** One paragraph. */
export function conditionInWords(node: ConditionNode, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  const t = i18next.getFixedT("en");
  const everyone = node.rules.length === 0 && (node.combinator === "and") !== (node.not ?? false);
  if (node.rules.length === 0) return everyone ? t("conditions.words.everyone") : t("conditions.words.noOne");
  return t("conditions.words.contacts", { condition: partInWords(node, { catalogue, names, t }) });
}

/** One rule, without "contacts whose". */
export function ruleInWords(rule: ConditionRule, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  return ruleWords(rule, { catalogue, names, t: i18next.getFixedT("en") });
}

interface Context {
  catalogue: ConditionCatalogue;
  names: Names;
  t: TFunction;
}

function partInWords(part: ConditionPart, context: Context): string {
  return isNode(part) ? nodeWords(part, context) : ruleWords(part, context);
}

function nodeWords(node: ConditionNode, context: Context): string {
  const { t } = context;
  const words = node.rules.map((part) => (isNode(part) && isJoined(part, node) ? t("conditions.words.inBrackets", { words: partInWords(part, context) }) : partInWords(part, context)));
  const joined = words.join(node.combinator === "and" ? t("conditions.words.and") : t("conditions.words.or"));
  const said = joined || t(node.combinator === "and" ? "conditions.words.always" : "conditions.words.never");
  return node.not ? t("conditions.words.not", { words: said }) : said;
}

/** Whether a group's words need brackets among its siblings'. "not (…)" brings its own. */
const isJoined = (node: ConditionNode, parent: ConditionNode): boolean => !node.not && node.rules.length > 1 && parent.rules.length > 1;

function ruleWords(rule: ConditionRule, context: Context): string {
  const { catalogue, t } = context;
  const subject = subjectOf(catalogue, rule);
  const operator = operatorOf(subject, rule);
  if (!subject || !operator) return rule.field === "" ? t("conditions.words.unfinished") : `${subject?.label ?? rule.field} ${rule.operator}`;
  if (!isComplete(operator.input, rule.value)) return `${subject.label} ${operator.label} …`;
  if (operator.input === "activity") return activityWords(rule.value as ActivityValue, context);
  return [subject.label, operator.label, valueWords(operator.input, rule.value, context)].filter(Boolean).join(" ");
}

type Speak<T> = (value: T, context: Context) => string;

const text: Speak<string> = (value, { t }) => t("conditions.words.quoted", { value });
const list: Speak<string[]> = (values, context) => listed(values.map((value) => text(value, context)), context);
const number: Speak<number> = (value) => new Intl.NumberFormat("en", { maximumFractionDigits: 10 }).format(value);
const both = <T>(one: Speak<T>): Speak<Range<T>> => ([from, to], context) =>
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
  import: (id: number, context) => quotedName(context.names.import(id), id, context),
  activity: activityWords,
};

function valueWords(input: ConditionInput, value: unknown, context: Context): string {
  return speak[input](value as never, context);
}

/** A day has no zone: as midnight UTC it would be the evening before in half of the world. */
function formatDate(day: string): string {
  return formatDay(`${day}T00:00:00`);
}

function intervalWords({ amount, unit }: Interval, { t }: Context): string {
  return t(`conditions.words.interval.${unit}`, { count: amount ?? 0, formatted: formatNumber(amount ?? 0) });
}

function quotedName(name: string | null, id: number, { t }: Context): string {
  return name === null ? t("conditions.words.numbered", { id }) : t("conditions.words.quoted", { value: name });
}

/** Several that are named by their ids. */
function quotedNames(of: (names: Names) => (id: number) => string | null): Speak<number[]> {
  return (ids, context) => listed(ids.map((id) => quotedName(of(context.names)(id), id, context)), context);
}

function listed(values: string[], { t }: Context): string {
  const more = values.length - SHOWN;
  const shown = more > 1 ? [...values.slice(0, SHOWN), t("conditions.words.more", { count: more, formatted: formatNumber(more) })] : values;
  return shown.join(", ");
}

function activityWords(activity: ActivityValue, context: Context): string {
  const { t, names } = context;
  const type = activity.type === ANY_ACTIVITY ? t("conditions.words.anyActivity") : t("conditions.words.quoted", { value: names.activityType(activity.type) ?? activity.type });
  const count = activity.times.count ?? 0;
  const did = isNever(activity) ? t("conditions.words.didNever", { type }) : t(`conditions.words.did.${activity.times.operator}`, { type, count, formatted: formatNumber(count) });
  const filters = FILTERS.flatMap((name) => {
    const filter = activity[name];
    return filter ? [t("conditions.words.filter", { name: t(`conditions.activity.filters.${name}`), operator: t(`conditions.activity.matches.${filter.operator}`), value: filter.value })] : [];
  });
  return [did, filters.join(t("conditions.words.and")), whenWords(activity.when, context)].filter(Boolean).join(" ");
}

function whenWords(when: ActivityValue["when"], context: Context): string {
  if (when === null) return "";
  if (when.operator === "in_last") return context.t("conditions.words.inLast", { interval: intervalWords(when.value, context) });
  return context.t("conditions.words.whenBetween", { range: both(moment)(when.value, context) });
}
