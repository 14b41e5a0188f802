import { Text } from "@mantine/core";
import { memo, useId } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionRule, ConditionSubject } from "../api/types";
import { useBuilder } from "./builder";
import { operatorOf, subjectOf, withOperator } from "./catalogue";
import classes from "./Conditions.module.css";
import { PlainSelect } from "./inputs/PlainSelect";
import { ValueInput } from "./inputs/ValueInput";
import { PartMenu } from "./PartMenu";
import { SubjectSelect } from "./SubjectSelect";
import { numberOf, replaceAt, type Place } from "./tree";

interface Props {
  rule: ConditionRule;
  place: Place;
  problem: string | undefined;
  /** Whether there is nothing that it could be moved among or taken out of. */
  isAlone?: boolean;
}

/** One rule as a sentence: what it is about, how it is compared, and with what. */
export const RuleEditor = memo(function RuleEditor({ rule, place, problem, isAlone = false }: Props) {
  const { t } = useTranslation();
  const { catalogue, edit } = useBuilder();
  const problemId = useId();
  const subject = subjectOf(catalogue, rule);
  const operator = operatorOf(subject, rule);
  const change = (changed: ConditionRule) => edit((root) => replaceAt(root, place, changed));
  return (
    <div
      role="group"
      aria-label={t("conditions.ruleLabel", { number: numberOf(place) })}
      aria-describedby={problem && problemId}
      className={classes.rule}
      data-wrong={problem ? true : undefined}>
      <div className={classes.ruleLine}>
        <div className={classes.ruleFields}>
          <SubjectSelect rule={rule} wrong={problem !== undefined && subject === null} onChange={change} />
          {subject && needsOperator(subject) && (
            <PlainSelect
              className={classes.operator}
              label={t("conditions.operator")}
              value={rule.operator}
              onChange={(name) => change(withOperator(catalogue, rule, name))}
              options={subject.operators.map(({ name, label }) => ({ value: name, label }))}
            />
          )}
          {subject && operator && (
            <ValueInput
              key={operator.input}
              subject={subject}
              input={operator.input}
              value={rule.value}
              onChange={(value) => change({ ...rule, value })}
            />
          )}
        </div>
        {!isAlone && <PartMenu part={rule} place={place} />}
      </div>
      {problem && (
        <Text id={problemId} size="sm" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
    </div>
  );
});

/** A subject with one operator needs no choice, and where its values tell all, no word. */
function needsOperator({ operators }: ConditionSubject): boolean {
  return operators.length > 1 || operators[0]?.input !== "activity";
}
