import { Checkbox, Group, SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ConditionNode } from "../api/types";
import { useBuilder } from "./builder";
import classes from "./Conditions.module.css";
import { PartMenu } from "./PartMenu";
import { changeNode, ROOT, type Place } from "./tree";

/** AND, OR and NOT of a group, and in words what they make of it. */
export function NodeHead({ node, place }: { node: ConditionNode; place: Place }) {
  const { t } = useTranslation();
  const { edit } = useBuilder();
  const change = (changed: Partial<ConditionNode>) => edit((root) => changeNode(root, place, changed));
  const sentence = node.not ? (node.combinator === "and" ? "notAnd" : "notOr") : node.combinator;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Group gap="xs" miw={0}>
        <SegmentedControl
          size="xs"
          aria-label={t("conditions.join")}
          value={node.combinator}
          onChange={(combinator) => change({ combinator: combinator as ConditionNode["combinator"] })}
          data={[
            { value: "and", label: t("conditions.allOf") },
            { value: "or", label: t("conditions.anyOf") },
          ]}
        />
        <Checkbox
          size="xs"
          className={classes.not}
          label={t("conditions.not")}
          checked={node.not ?? false}
          onChange={(event) => change({ not: event.currentTarget.checked })}
        />
        <Text size="sm" c="dimmed">
          {t(`conditions.sentence.${sentence}`)}
        </Text>
      </Group>
      {place !== ROOT && <PartMenu part={node} place={place} />}
    </Group>
  );
}
