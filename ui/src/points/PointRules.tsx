import { Skeleton, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import type { ConditionCatalogue, PointRule } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { useCatalogue, useNames } from "../conditions/queries";
import classes from "./Points.module.css";
import { allConditions, toEdit } from "./rules";
import { pointRuleInWords, signed } from "./words";

/** Rules that give points, in words. */
export function PointRules({ rules, label }: { rules: PointRule[]; label: string }) {
  const catalogue = useCatalogue();
  if (rules.length === 0) return null;
  if (catalogue.data) return <List rules={rules} label={label} catalogue={catalogue.data} />;
  if (catalogue.isError) return <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  return (
    <Stack gap="xs">
      <Skeleton h={14} />
      <Skeleton h={14} w="60%" />
    </Stack>
  );
}

function List({ rules, label, catalogue }: { rules: PointRule[]; label: string; catalogue: ConditionCatalogue }) {
  const shown = useMemo(() => toEdit(rules), [rules]);
  const conditions = useMemo(() => allConditions(shown), [shown]);
  const names = useNames(conditions, catalogue);
  return (
    <ul className={classes.rules} aria-label={label}>
      {shown.map((rule) => (
        <li key={rule.id}>
          <Text component="span" className={classes.given}>
            {signed(rule.points)}
          </Text>
          <div>
            {rule.name && (
              <Text size="sm" fw={600}>
                {rule.name}
              </Text>
            )}
            <Text size="sm" c={rule.name ? "dimmed" : undefined}>
              {pointRuleInWords(rule, catalogue, names)}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}
