/** Saves the condition of a group and goes back to the group. What the API refuses is shown until the condition is changed. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toFailure } from "../../api/problem";
import type { ConditionNode } from "../../api/types";
import { useSeen } from "../../common/useEdited";
import { NO_PROBLEMS, problemsOf, type Problems } from "../../conditions/problems";
import { ROOT, withoutIds, type Place } from "../../conditions/tree";
import { groupPath } from "../../groups/links";
import { useChangeGroup } from "../../groups/queries";

interface Edited {
  condition: ConditionNode;
  /** As it was before. */
  first: ConditionNode;
  /** As the group has it now. */
  stored: ConditionNode | null;
  /** Where it is not complete. */
  gaps: Place[];
}

export function useSaveCondition(id: number, { condition, first, stored, gaps }: Edited) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChangeGroup(id);
  const isLeaving = useRef(false);
  const [sent, setSent] = useState<ConditionNode | null>(null);
  const { before, onError } = useSeen({ condition: stored });

  const send = (changed: ConditionNode | null) =>
    change.mutate(
      { condition: changed, before },
      {
        onError,
        onSuccess: () => {
          isLeaving.current = true;
          void navigate(groupPath(id));
        },
      },
    );

  const isSent = sent === condition;
  const refused = isSent && change.error !== null ? toFailure(change.error) : null;
  const missing: Problems = isSent ? new Map(gaps.map((place) => [place, t("conditions.incomplete")])) : NO_PROBLEMS;
  const placed = refused?.code === "condition_invalid" ? problemsOf(refused.places, condition) : NO_PROBLEMS;
  return {
    save: () => {
      setSent(condition);
      if (gaps.length === 0 && !change.isPending) send(withoutIds(condition));
    },
    remove: { run: () => send(null), isPending: change.isPending, failure: isSent ? null : change.error },
    isPending: change.isPending,
    isUnsaved: () => !isLeaving.current && condition !== first,
    problems: new Map([...missing, ...placed]),
    /** What no rule can show. */
    failure: refused !== null && (placed.size === 0 || placed.has(ROOT)) ? refused : null,
  };
}
