/** Rules that give points, as scores and personas have them: a list of cards, each of which says its rule in a sentence and
 *  opens to be changed. */
import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useRef, type Ref } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, PointRule, ProblemPlace } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { useCatalogue, useNames } from "../conditions/queries";
import classes from "./Points.module.css";
import { RuleCard } from "./RuleCard";
import { allConditions, duplicated, freshRule, KINDS, MAX_RULES, problemsOfRule, type PointKind } from "./rules";

interface Props {
  /** With ids (`toEdit`); before they are sent, the ids are taken out (`toSend`). */
  rules: PointRule[];
  onChange: (rules: PointRule[]) => void;
  /** What is wrong, each with its pointer under "/rules". */
  errors: readonly ProblemPlace[];
}

export function RulesEditor(props: Props) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  if (catalogue.data) return <Editor {...props} catalogue={catalogue.data} />;
  if (catalogue.isError) return <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  return (
    <Stack role="status" aria-label={t("app.loading")}>
      <Skeleton h={64} />
      <Skeleton h={64} />
    </Stack>
  );
}

function Editor({ rules, onChange, errors, catalogue }: Props & { catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const adding = useRef<HTMLDivElement>(null);
  const conditions = useMemo(() => allConditions(rules), [rules]);
  const names = useNames(conditions, catalogue);
  const whole = errors.filter(({ pointer }) => !/^\/rules\/\d+(\/|$)/.test(pointer) || Number(pointer.split("/")[2]) >= rules.length);
  const add = (kind: PointKind) => {
    onChange([...rules, freshRule(kind)]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(":scope > li:last-child input")?.focus());
  };
  const remove = (index: number) => {
    onChange(rules.toSpliced(index, 1));
    adding.current?.querySelector("button")?.focus();
  };
  return (
    <Stack gap="md">
      {whole.map(({ pointer, detail }) => (
        <Text key={pointer + detail} size="sm" c="var(--mantine-color-error)" role="alert">
          {detail}
        </Text>
      ))}
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("points.none")}
        </Text>
      )}
      <ul ref={list} className={classes.cards} aria-label={t("points.list")}>
        {rules.map((rule, index) => (
          <li key={rule.id ?? index}>
            <RuleCard
              rule={rule}
              number={index + 1}
              known={{ catalogue, names }}
              problems={problemsOfRule(errors, index)}
              onChange={(changed) => onChange(rules.with(index, changed))}
              onDuplicate={() => onChange(duplicated(rules, index))}
              onRemove={() => remove(index)}
            />
          </li>
        ))}
      </ul>
      <Adding ref={adding} isFull={rules.length >= MAX_RULES} onAdd={add} />
    </Stack>
  );
}

function Adding({ ref, isFull, onAdd }: { ref: Ref<HTMLDivElement>; isFull: boolean; onAdd: (kind: PointKind) => void }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" ref={ref} role="group" aria-label={t("points.adding")}>
      <Text size="sm" aria-hidden>
        {t("points.adding")}
      </Text>
      {KINDS.map((kind) => (
        <Button key={kind} size="xs" variant="default" leftSection={<IconPlus size={14} />} disabled={isFull} onClick={() => onAdd(kind)}>
          {t(`points.kinds.${kind}`)}
        </Button>
      ))}
      {isFull && (
        <Text size="xs" c="dimmed">
          {t("points.full", { max: MAX_RULES })}
        </Text>
      )}
    </Group>
  );
}
