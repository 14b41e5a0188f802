import { ActionIcon, Badge, Group, Text, TextInput } from "@mantine/core";
import { IconChevronUp, IconCopy, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, PointRule, ProblemPlace } from "../api/types";
import { NumberBox } from "../common/NumberBox";
import type { Names } from "../conditions/names";
import { CauseEditor } from "./CauseEditor";
import { gapsInRule } from "./gaps";
import classes from "./Points.module.css";
import { pointRuleInWords, signed } from "./words";

interface Props {
  rule: PointRule;
  /** Counted from 1. */
  number: number;
  known: { catalogue: ConditionCatalogue; names: Names };
  /** Pointers begin at the rule. */
  problems: ProblemPlace[];
  onChange: (rule: PointRule) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** One rule in a sentence; opened, with all that can be changed. A rule that is not complete is open from the start. */
export function RuleCard({ rule, number, known, problems, onChange, onDuplicate, onRemove }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(() => gapsInRule(rule, known.catalogue).length > 0 || isFresh(rule));
  const words = pointRuleInWords(rule, known.catalogue, known.names);
  return (
    <div
      role="group"
      aria-label={t("points.cardLabel", { number, words: rule.name || words })}
      className={classes.card}
      data-wrong={problems.length > 0 || undefined}>
      <div className={classes.head}>
        <Text component="span" className={classes.points} data-minus={(rule.points ?? 0) < 0 || undefined}>
          {signed(rule.points)}
        </Text>
        <div className={classes.said}>
          {rule.name && (
            <Text size="sm" fw={600}>
              {rule.name}
            </Text>
          )}
          <Text size="sm" c={rule.name ? "dimmed" : undefined}>
            {words}
          </Text>
          <Group gap={6} mt={4}>
            <Badge variant="default" tt="none" fw={500}>
              {t(`points.kinds.${rule.kind}`)}
            </Badge>
            {problems.length > 0 && !opened && (
              <Text size="xs" c="var(--mantine-color-error)" role="alert">
                {t("points.wrong", { count: problems.length })}
              </Text>
            )}
          </Group>
        </div>
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-expanded={opened}
            aria-label={t(opened ? "points.fold" : "points.edit", { number })}
            onClick={() => setOpened(!opened)}>
            {opened ? <IconChevronUp size={16} /> : <IconPencil size={16} />}
          </ActionIcon>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t("points.duplicate", { number })} onClick={onDuplicate}>
            <IconCopy size={16} />
          </ActionIcon>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t("points.remove", { number })} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </div>
      {opened && <Body rule={rule} catalogue={known.catalogue} problems={problems} onChange={onChange} />}
    </div>
  );
}

/** Just added: an activity rule is complete at once and still wants to be looked at. */
const isFresh = (rule: PointRule): boolean => rule.kind === "activity" && rule.name === "" && rule.activity.type === "any";

function Body({ rule, catalogue, problems, onChange }: Pick<Props, "rule" | "problems" | "onChange"> & { catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const at = (pointer: string) =>
    problems
      .filter((problem) => problem.pointer === pointer)
      .map(({ detail }) => detail)
      .join(" ") || undefined;
  const whole = at("") ?? at("/kind");
  return (
    <div className={classes.body}>
      {whole && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {whole}
        </Text>
      )}
      <div className={classes.fields}>
        <TextInput
          className={classes.name}
          label={t("points.name")}
          placeholder={t("points.nameHint")}
          value={rule.name}
          maxLength={200}
          error={at("/name")}
          onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
        />
        <NumberBox
          label={t("points.points")}
          isLabelSeen
          value={rule.points}
          whole
          signed
          error={at("/points")}
          onChange={(points) => onChange({ ...rule, points })}
        />
      </div>
      <CauseEditor rule={rule} catalogue={catalogue} problems={problems} onChange={onChange} />
    </div>
  );
}
