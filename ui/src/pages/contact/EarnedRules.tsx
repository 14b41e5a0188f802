/** What each rule of a score or a persona gives the contact: how many points, why, since when and until when. */
import { Skeleton, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, ConditionNode, EarnedRule, ExplainedNode, PointActivity } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { formatMoment, formatNumber } from "../../common/format";
import { ConditionTree } from "../../conditions/ConditionTree";
import type { Names } from "../../conditions/names";
import { useCatalogue, useNames } from "../../conditions/queries";
import { isNode } from "../../conditions/tree";
import { activitiesMeant } from "../../conditions/valueWords";
import { conditionClause, ruleInWords } from "../../conditions/words";
import { i18next } from "../../i18n";
import { byWeight, endingOf, withSign } from "./points";
import classes from "./Points.module.css";

interface Props {
  rules: EarnedRule[];
  label: string;
}

export default function EarnedRules({ rules, label }: Props) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const asked = useMemo<ConditionNode>(() => ({ combinator: "and", rules: rules.flatMap((rule) => conditionOf(rule) ?? []) }), [rules]);
  const names = useNames(asked, catalogue.data);
  if (catalogue.isError) return <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton h={60} mt="sm" role="status" aria-label={t("app.loading")} />;
  return (
    <ul className={classes.rules} aria-label={label}>
      {byWeight(rules).map(({ rule, number }) => (
        <Rule key={number} rule={rule} known={{ catalogue: catalogue.data, names }} />
      ))}
    </ul>
  );
}

interface Known {
  catalogue: ConditionCatalogue;
  names: Names;
}

function Rule({ rule, known }: { rule: EarnedRule; known: Known }) {
  const { t } = useTranslation();
  const condition = conditionOf(rule);
  const words = inWords(rule, known);
  // One about an attribute is a single line; a condition is told as the tree that it is.
  const isTree = rule.kind === "condition";
  return (
    <li>
      <div className={classes.rule}>
        <span className={classes.words}>{rule.name || words}</span>
        <span className={classes.earned} data-none={rule.earned === 0 || undefined}>
          {t("contact.points.earned", { count: rule.earned, signed: withSign(rule.earned, formatNumber(rule.earned)) })}
        </span>
      </div>
      {!isTree && rule.name && (
        <Text size="sm" c="dimmed" className={classes.words}>
          {words}
        </Text>
      )}
      {condition === null && <Activities rule={rule} />}
      {condition !== null && isTree && <ConditionTree condition={condition} {...known} />}
      {condition !== null && !isTree && (
        <div className={classes.said} data-holds={condition.holds}>
          {t(condition.holds ? "conditions.holds" : "conditions.holdsNot")}
        </div>
      )}
      {condition !== null && rule.since && (
        <Text size="xs" c="dimmed">
          {t("contact.points.since", { at: formatMoment(rule.since) })}
        </Text>
      )}
    </li>
  );
}

/** How often, since when and until when. */
function Activities({ rule }: { rule: EarnedRule }) {
  const { t } = useTranslation();
  const [now] = useState(() => Date.now());
  const { times, since, latest, until, half_life: halfLife } = rule;
  const ending = endingOf(rule, now);
  const facts = [
    t("contact.points.times", { count: times, formatted: formatNumber(times) }),
    since && times > 1 && t("contact.points.since", { at: formatMoment(since) }),
    latest && t(times > 1 ? "contact.points.latest" : "contact.points.only", { at: formatMoment(latest) }),
    until && ending !== "stays" && t(`contact.points.${ending}`, { at: formatMoment(until) }),
    halfLife != null && times > 0 && t("contact.points.halved", { count: halfLife, formatted: formatNumber(halfLife) }),
  ];
  return (
    <Text size="xs" c="dimmed">
      {facts.filter(Boolean).join(" · ")}
    </Text>
  );
}

const conditionOf = ({ kind, about }: EarnedRule): ExplainedNode | null => (kind === "activity" ? null : (about as ExplainedNode));

function inWords(rule: EarnedRule, { catalogue, names }: Known): string {
  const condition = conditionOf(rule);
  if (condition === null) return activitiesMeant(asTyped(rule.about as PointActivity), { catalogue, names, t: i18next.getFixedT("en") });
  const [only] = condition.rules;
  return rule.kind === "attribute" && only && !isNode(only)
    ? ruleInWords(only, catalogue, names)
    : conditionClause(condition, catalogue, names);
}

/** The API may leave out when. */
const asTyped = (activity: PointActivity): PointActivity => ({ ...activity, when: activity.when ?? null });
