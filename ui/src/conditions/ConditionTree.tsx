/** A condition to read, rule by rule; explained for one contact, each with whether it is true. */
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, ExplainedNode, ExplainedPart } from "../api/types";
import classes from "./ConditionTree.module.css";
import type { Names } from "./names";
import { isNode } from "./tree";
import { ruleInWords } from "./words";

interface Props {
  condition: ExplainedNode;
  catalogue: ConditionCatalogue;
  names: Names;
}

export function ConditionTree({ condition, ...known }: Props) {
  return (
    <ul className={classes.tree}>
      <Part part={condition} {...known} />
    </ul>
  );
}

function Part({ part, ...known }: { part: ExplainedPart } & Omit<Props, "condition">) {
  if (!isExplainedNode(part))
    return (
      <li>
        <Line holds={part.holds} words={ruleInWords(part, known.catalogue, known.names)} />
      </li>
    );
  return (
    <li>
      <NodeLine node={part} />
      <ul>
        {part.rules.map((inner, index) => (
          <Part key={index} part={inner} {...known} />
        ))}
      </ul>
    </li>
  );
}

const isExplainedNode = (part: ExplainedPart): part is ExplainedNode => isNode(part);

function NodeLine({ node }: { node: ExplainedNode }) {
  const { t } = useTranslation();
  const sentence = node.not ? (node.combinator === "and" ? "notAnd" : "notOr") : node.combinator;
  return <Line holds={node.holds} words={t(`conditions.sentence.${sentence}`)} strong />;
}

function Line({ holds, words, strong = false }: { holds: boolean; words: string; strong?: boolean }) {
  const { t } = useTranslation();
  const said = t(holds ? "conditions.holds" : "conditions.holdsNot");
  return (
    <div className={classes.line} data-strong={strong || undefined}>
      <span className={classes.mark} data-holds={holds} aria-hidden>
        {holds ? <IconCheck size={14} stroke={3} /> : <IconX size={14} stroke={3} />}
      </span>
      <span className={classes.words}>{words}</span>
      <span className={classes.said} data-holds={holds}>
        {said}
      </span>
    </div>
  );
}
