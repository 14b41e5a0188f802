/** What rules still miss, in the form in which the API tells its errors: both are shown at the same places. */
import type { ConditionCatalogue, PointRule, ProblemPlace } from "../api/types";
import { formatNumber } from "../common/format";
import { gapsIn, isRuleComplete } from "../conditions/catalogue";
import { isInterval, isMeant } from "../conditions/kinds";
import { i18next } from "../i18n";
import { MAX_HALF_LIFE, MAX_POINTS, MAX_TOGETHER, type ActivityCause } from "./rules";

export function gapsInRules(rules: PointRule[], catalogue: ConditionCatalogue): ProblemPlace[] {
  return rules.flatMap((rule, index) =>
    gapsInRule(rule, catalogue).map(({ pointer, detail }) => ({ pointer: `/rules/${index}${pointer}`, detail })),
  );
}

/** Pointers begin at the rule. */
export function gapsInRule(rule: PointRule, catalogue: ConditionCatalogue): ProblemPlace[] {
  const points = isBetween(rule.points, -MAX_POINTS, MAX_POINTS)
    ? []
    : [gap("/points", i18next.t("points.gaps.points", { max: formatNumber(MAX_POINTS) }))];
  return [...points, ...gapsInCause(rule, catalogue)];
}

const gap = (pointer: string, detail: string): ProblemPlace => ({ pointer, detail });

const isBetween = (value: number | null, least: number, most: number): boolean =>
  value !== null && Number.isInteger(value) && value >= least && value <= most;

function gapsInCause(rule: PointRule, catalogue: ConditionCatalogue): ProblemPlace[] {
  switch (rule.kind) {
    case "attribute":
      return isRuleComplete(catalogue, rule.rule) ? [] : [gap("/rule", i18next.t("points.gaps.rule"))];
    case "activity":
      return gapsInActivity(rule, rule.points);
    case "condition":
      if (rule.condition.rules.length === 0) return [gap("/condition", i18next.t("points.gaps.condition"))];
      return gapsIn(catalogue, rule.condition).map((place) => gap(`/condition${place}`, i18next.t("conditions.incomplete")));
  }
}

function gapsInActivity({ activity, most, validity, half_life: halfLife }: ActivityCause, points: number | null): ProblemPlace[] {
  const least = Math.max(1, Math.abs(points ?? 1));
  const isValid = validity.kind === "forever" || (validity.kind === "interval" ? isInterval(validity) : Boolean(validity.date));
  return [
    ...(isMeant(activity) ? [] : [gap("/activity", i18next.t("points.gaps.activity"))]),
    ...(most === null || isBetween(most, least, MAX_TOGETHER)
      ? []
      : [gap("/most", i18next.t("points.gaps.most", { least: formatNumber(least), max: formatNumber(MAX_TOGETHER) }))]),
    ...(isValid ? [] : [gap("/validity", i18next.t("points.gaps.validity"))]),
    ...(halfLife === null || isBetween(halfLife, 1, MAX_HALF_LIFE)
      ? []
      : [gap("/half_life", i18next.t("points.gaps.halfLife", { max: formatNumber(MAX_HALF_LIFE) }))]),
  ];
}
