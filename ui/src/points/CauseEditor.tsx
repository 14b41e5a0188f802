/** What a rule gives its points for: an attribute, an activity or a condition. */
import { useMemo } from "react";
import type { ConditionCatalogue, ConditionNode, PointRule, ProblemPlace } from "../api/types";
import { BuilderContext } from "../conditions/builder";
import { ConditionBuilder } from "../conditions/ConditionBuilder";
import { problemsOf } from "../conditions/problems";
import { RuleEditor } from "../conditions/RuleEditor";
import { isNode } from "../conditions/tree";
import { ActivityPoints } from "./ActivityPoints";

interface Props<T> {
  rule: T;
  catalogue: ConditionCatalogue;
  problems: ProblemPlace[];
  onChange: (rule: T) => void;
}

export function CauseEditor({ rule, catalogue, problems, onChange }: Props<PointRule>) {
  switch (rule.kind) {
    case "attribute":
      return <Attribute rule={rule} catalogue={catalogue} problems={problems} onChange={onChange} />;
    case "activity":
      return <ActivityPoints rule={rule} problems={problems} onChange={onChange} />;
    case "condition":
      return <Condition rule={rule} catalogue={catalogue} problems={problems} onChange={onChange} />;
  }
}

/** One rule of a condition, about anything but activities: those have points of their own kind. */
function Attribute({ rule, catalogue, problems, onChange }: Props<Extract<PointRule, { kind: "attribute" }>>) {
  const subjects = useMemo(
    () => catalogue.subjects.filter(({ operators }) => operators.every(({ input }) => input !== "activity")),
    [catalogue],
  );
  const edit = (change: (root: ConditionNode) => ConditionNode) => {
    const [part] = change({ combinator: "and", rules: [rule.rule] }).rules;
    if (part && !isNode(part)) onChange({ ...rule, rule: part });
  };
  const wrong = problems
    .filter(({ pointer }) => /^\/rule(\/|$)/.test(pointer))
    .map(({ detail }) => detail)
    .join(" ");
  return (
    <BuilderContext value={{ catalogue: { subjects }, edit }}>
      <RuleEditor rule={rule.rule} place="/rules/0" problem={wrong || undefined} isAlone />
    </BuilderContext>
  );
}

function Condition({ rule, catalogue, problems, onChange }: Props<Extract<PointRule, { kind: "condition" }>>) {
  const placed = problemsOf(
    problems.filter(({ pointer }) => pointer.startsWith("/condition")),
    rule.condition,
  );
  return (
    <ConditionBuilder
      condition={rule.condition}
      catalogue={catalogue}
      problems={placed}
      onChange={(change) => onChange({ ...rule, condition: change(rule.condition) })}
    />
  );
}
