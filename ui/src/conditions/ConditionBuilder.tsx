/** The condition builder: rules in groups that stand in one another, each joined by AND or OR and turned round by NOT.
 *  What can be asked, how it can be compared and with what is the catalogue's: a new subject needs nothing here. */
import { useMemo } from "react";
import type { ConditionCatalogue, ConditionNode } from "../api/types";
import { BuilderContext, type Builder } from "./builder";
import { NodeEditor } from "./NodeEditor";
import { NO_PROBLEMS, type Problems } from "./problems";
import { ROOT } from "./tree";

interface Props {
  /** With an id at every part (`withIds`). */
  condition: ConditionNode;
  /** A state's setter, which stays the same. */
  onChange: Builder["edit"];
  catalogue: ConditionCatalogue;
  problems?: Problems;
}

export function ConditionBuilder({ condition, onChange, catalogue, problems = NO_PROBLEMS }: Props) {
  const builder = useMemo(() => ({ catalogue, edit: onChange }), [catalogue, onChange]);
  return (
    <BuilderContext value={builder}>
      <NodeEditor node={condition} place={ROOT} problems={problems} />
    </BuilderContext>
  );
}
