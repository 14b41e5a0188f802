import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConditionCatalogue, PointRule, ScoreDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { UsedBy } from "../common/UsedBy";
import { useCatalogue, useNames } from "../conditions/queries";
import { allConditions, toEdit } from "../points/rules";
import { pointRuleInWords, signed } from "../points/words";
import { rulesPath } from "./links";
import classes from "./Scores.module.css";

/** The rules by which the score counts, in words, and what uses it. */
export function ScoreRules({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const button = <Button component={Link} to={rulesPath(score.id)} size="xs" variant="default">{t(score.rules.length > 0 ? "scores.editRules" : "scores.addRules")}</Button>;
  return (
    <Section title={t("scores.rules")} aside={button}>
      <Stack gap="md">
        {score.rules.length === 0 && <Text size="sm" c="dimmed">{t("scores.noRules")}</Text>}
        {catalogue.data ? <RuleList rules={score.rules} catalogue={catalogue.data} /> : catalogue.isError ? <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} /> : <Skeleton h={60} />}
        {score.used_by.length > 0 && <div><Text size="sm" fw={600} mb={4}>{t("scores.usedBy")}</Text><UsedBy users={score.used_by} label={t("scores.usedBy")} /></div>}
      </Stack>
    </Section>
  );
}

function RuleList({ rules, catalogue }: { rules: PointRule[]; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const shown = useMemo(() => toEdit(rules), [rules]);
  const conditions = useMemo(() => allConditions(shown), [shown]);
  const names = useNames(conditions, catalogue);
  return (
    <ul className={classes.rules} aria-label={t("scores.rules")}>
      {shown.map((rule) => (
        <li key={rule.id}>
          <Text component="span" className={classes.points}>{signed(rule.points)}</Text>
          <div>
            {rule.name && <Text size="sm" fw={600}>{rule.name}</Text>}
            <Text size="sm" c={rule.name ? "dimmed" : undefined}>{pointRuleInWords(rule, catalogue, names)}</Text>
          </div>
        </li>
      ))}
    </ul>
  );
}
