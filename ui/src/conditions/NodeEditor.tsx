import { Button, Group, Text } from "@mantine/core";
import { IconFolderPlus, IconPlus } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionNode, ConditionPart } from "../api/types";
import { focusAdded, useBuilder } from "./builder";
import classes from "./Conditions.module.css";
import { NodeHead } from "./NodeHead";
import type { Problems } from "./problems";
import { RuleEditor } from "./RuleEditor";
import { addAt, depthAt, isNode, MAX_DEPTH, newNode, newRule, numberOf, placeOf, ROOT, type Place } from "./tree";

interface Props {
  node: ConditionNode;
  place: Place;
  problems: Problems;
}

/** A group of rules: how they are joined, the rules, and the buttons that add to it. */
export function NodeEditor({ node, place, problems }: Props) {
  const { t } = useTranslation();
  const label = place === ROOT ? t("conditions.condition") : t("conditions.nodeLabel", { number: numberOf(place) });
  const problem = problems.get(place);
  return (
    <div
      role="group"
      aria-label={label}
      className={classes.node}
      data-node
      data-combinator={node.combinator}
      data-not={node.not || undefined}
      data-depth={Math.min(depthAt(place), 5)}>
      <NodeHead node={node} place={place} />
      {problem && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
      {node.rules.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(`conditions.blank.${isTrueWhenEmpty(node) ? "and" : "or"}`)}
        </Text>
      )}
      <ul className={classes.parts}>
        {node.rules.map((part, index) => (
          <li key={part.id} data-part>
            {index > 0 && <span className={classes.joint}>{t(`conditions.${node.combinator}`)}</span>}
            <Part part={part} place={placeOf(place, index)} problems={problems} />
          </li>
        ))}
      </ul>
      <Adding place={place} />
    </div>
  );
}

const isTrueWhenEmpty = (node: ConditionNode): boolean => (node.combinator === "and") !== (node.not ?? false);

function Part({ part, place, problems }: { part: ConditionPart; place: Place; problems: Problems }) {
  return isNode(part) ? (
    <NodeEditor node={part} place={place} problems={problems} />
  ) : (
    <RuleEditor rule={part} place={place} problem={problems.get(place)} />
  );
}

function Adding({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { edit } = useBuilder();
  const full = depthAt(place) >= MAX_DEPTH;
  const add = (part: () => ConditionPart) => (event: MouseEvent) => {
    const node = event.currentTarget.closest("[data-node]");
    edit((root) => addAt(root, place, part()));
    focusAdded(node);
  };
  return (
    <Group gap="xs" data-adding>
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={add(newRule)}>
        {t("conditions.addRule")}
      </Button>
      <Button size="xs" variant="subtle" leftSection={<IconFolderPlus size={14} />} disabled={full} onClick={add(newNode)}>
        {t("conditions.addNode")}
      </Button>
      {full && (
        <Text size="xs" c="dimmed">
          {t("conditions.tooDeep", { max: MAX_DEPTH })}
        </Text>
      )}
    </Group>
  );
}
