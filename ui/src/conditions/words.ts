/** The condition as a person would say it. */
import type { ActivityValue, ScorePoints } from "../api/conditionValues";
import type { ConditionCatalogue, ConditionNode, ConditionPart, ConditionRule } from "../api/types";
import { i18next } from "../i18n";
import { operatorOf, subjectOf } from "./catalogue";
import { isComplete } from "./kinds";
import { NO_NAMES, type Names } from "./names";
import { isNode } from "./tree";
import { activityWords, scoreWords, valueWords, type Context } from "./valueWords";

/** One paragraph. */
export function conditionInWords(node: ConditionNode, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  const t = i18next.getFixedT("en");
  const everyone = node.rules.length === 0 && (node.combinator === "and") !== (node.not ?? false);
  if (node.rules.length === 0) return everyone ? t("conditions.words.everyone") : t("conditions.words.noOne");
  return t("conditions.words.contacts", { condition: partInWords(node, { catalogue, names, t }) });
}

/** The condition within a sentence. */
export function conditionClause(node: ConditionNode, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  return nodeWords(node, { catalogue, names, t: i18next.getFixedT("en") });
}

/** One rule, without "contacts whose". */
export function ruleInWords(rule: ConditionRule, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  return ruleWords(rule, { catalogue, names, t: i18next.getFixedT("en") });
}

function partInWords(part: ConditionPart, context: Context): string {
  return isNode(part) ? nodeWords(part, context) : ruleWords(part, context);
}

function nodeWords(node: ConditionNode, context: Context): string {
  const { t } = context;
  const words = node.rules.map((part) =>
    isNode(part) && isJoined(part, node)
      ? t("conditions.words.inBrackets", { words: partInWords(part, context) })
      : partInWords(part, context),
  );
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
  if (!subject || !operator)
    return rule.field === "" ? t("conditions.words.unfinished") : `${subject?.label ?? rule.field} ${rule.operator}`;
  if (!isComplete(operator.input, rule.value)) return `${subject.label} ${operator.label} …`;
  if (operator.input === "activity") return activityWords(rule.value as ActivityValue, context);
  const label = operator.input.startsWith("score_") ? scoreWords(rule.value as ScorePoints, subject.label, context) : subject.label;
  return [label, operator.label, valueWords(operator.input, rule.value, context)].filter(Boolean).join(" ");
}
