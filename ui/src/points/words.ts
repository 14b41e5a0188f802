/** A rule that gives points as a person would say it. */
import type { ConditionCatalogue, PointRule, PointValidity } from "../api/types";
import { formatNumber } from "../common/format";
import { NO_NAMES, type Names } from "../conditions/names";
import { activitiesMeant, formatDate, intervalWords, type Context } from "../conditions/valueWords";
import { conditionClause, ruleInWords } from "../conditions/words";
import { i18next } from "../i18n";
import type { ActivityCause } from "./rules";

/** "+10", "−5"; points that are missing are "…". */
export function signed(points: number | null): string {
  if (points === null) return i18next.t("conditions.words.unfinished");
  return points > 0 ? `+${formatNumber(points)}` : formatNumber(points).replace("-", "−");
}

/** What the rule gives its points for, as a sentence without the points. */
export function pointRuleInWords(rule: PointRule, catalogue: ConditionCatalogue, names: Names = NO_NAMES): string {
  const t = i18next.getFixedT("en");
  switch (rule.kind) {
    case "attribute":
      return t("points.words.when", { condition: ruleInWords(rule.rule, catalogue, names) });
    case "condition":
      return t("points.words.when", { condition: conditionClause(rule.condition, catalogue, names) });
    case "activity":
      return activityWords(rule, { catalogue, names, t });
  }
}

function activityWords({ activity, most, validity, half_life: halfLife }: ActivityCause, context: Context): string {
  const { t } = context;
  const meant = activitiesMeant(activity, context);
  const parts = [
    most === null ? t("points.words.once", { activity: meant }) : t("points.words.each", { activity: meant, most: formatNumber(most) }),
    validityWords(validity, context),
    halfLife === null ? "" : t("points.words.halved", { interval: intervalWords({ amount: halfLife, unit: "days" }, context) }),
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function validityWords(validity: PointValidity, context: Context): string {
  switch (validity.kind) {
    case "forever":
      return "";
    case "interval":
      return context.t("points.words.for", { interval: intervalWords(validity, context) });
    case "until":
      return validity.date ? context.t("points.words.until", { day: formatDate(validity.date) }) : "";
  }
}
