import { Alert, Anchor, Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConditionCatalogue, PersonaDetail, PointRule } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { useCatalogue, useNames } from "../conditions/queries";
import { allConditions } from "../points/rules";
import { pointRuleInWords, signed } from "../points/words";
import { rulesPath } from "./links";
import classes from "./Personas.module.css";

/** The rules by which it counts, in words, and the way to change them. */
export function PersonaRulesInUse({ persona: { id, rules, has_draft: hasDraft } }: { persona: PersonaDetail }) {
  const { t } = useTranslation();
  const button = (
    <Button component={Link} to={rulesPath(id)} size="xs" variant="default" leftSection={<IconPencil size={14} />}>{t(rules.length > 0 ? "personas.inUse.edit" : "personas.inUse.add")}</Button>
  );
  return (
    <Section title={t("personas.inUse.title")} aside={button}>
      <Stack gap="md">
        {hasDraft && <Alert color="blue" title={t("personas.inUse.draft")}><Anchor component={Link} to={rulesPath(id)} size="sm" underline="always">{t("personas.inUse.draftLink")}</Anchor></Alert>}
        {rules.length === 0 ? <Text size="sm" c="dimmed">{t("personas.inUse.none")}</Text> : <Rules rules={rules} />}
      </Stack>
    </Section>
  );
}

function Rules({ rules }: { rules: PointRule[] }) {
  const catalogue = useCatalogue();
  if (catalogue.data) return <RuleList rules={rules} catalogue={catalogue.data} />;
  if (catalogue.isError) return <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  return <Stack gap="xs"><Skeleton h={14} /><Skeleton h={14} w="60%" /></Stack>;
}

function RuleList({ rules, catalogue }: { rules: PointRule[]; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const conditions = useMemo(() => allConditions(rules), [rules]);
  const names = useNames(conditions, catalogue);
  return (
    <ul className={classes.rules} aria-label={t("personas.inUse.title")}>
      {rules.map((rule, index) => (
        <li key={index}>
          <div>
            {rule.name && <Text size="sm" fw={600}>{rule.name}</Text>}
            <Text size="sm" c={rule.name ? "dimmed" : undefined}>{pointRuleInWords(rule, catalogue, names)}</Text>
          </div>
          <span className={classes.points}>{signed(rule.points)}</span>
        </li>
      ))}
    </ul>
  );
}
