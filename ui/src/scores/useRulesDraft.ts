/** The rules of a score as they are worked on: what is typed, what is saved as a draft, and what came of the last attempt. */
import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { toFailure } from "../api/problem";
import type { ConditionCatalogue, PointRule, ProblemPlace, ScoreDetail } from "../api/types";
import { gapsInRules } from "../points/gaps";
import { toEdit, toSend } from "../points/rules";
import { scorePath } from "./links";
import { useDiscardDraft, usePreviewRules, usePublish, useSaveDraft } from "./queries";

const same = (some: PointRule[], others: PointRule[]): boolean => JSON.stringify(toSend(some)) === JSON.stringify(toSend(others));

export function useRulesDraft(score: ScoreDetail, catalogue: ConditionCatalogue) {
  const navigate = useNavigate();
  const [rules, setRules] = useState(() => toEdit(score.draft ?? score.rules));
  const [saved, setSaved] = useState(rules);
  /** The rules that were last tried to be sent: errors stand until they are changed. */
  const [tried, setTried] = useState<PointRule[] | null>(null);
  const isLeaving = useRef(false);
  const preview = usePreviewRules(score.id);
  const [save, publish, discard] = [useSaveDraft(score.id), usePublish(score.id), useDiscardDraft(score.id)];
  const gaps = useMemo(() => (tried === rules ? gapsInRules(rules, catalogue) : []), [tried, rules, catalogue]);
  const thrown = [preview, save, publish].find(({ error }) => error !== null)?.error ?? null;
  const refused = tried === rules && gaps.length === 0 && thrown !== null ? toFailure(thrown) : null;
  const places = (refused?.places ?? []).filter(({ pointer }) => pointer.startsWith("/rules"));

  /** Does it with rules that are complete; of others the gaps are shown. */
  const attempt = (run: (complete: PointRule[]) => void) => {
    setTried(rules);
    for (const { reset } of [save, publish]) reset();
    // Its answer stays to be looked at; its refusal is none of what is tried now.
    if (preview.isError) preview.reset();
    if (gapsInRules(rules, catalogue).length === 0) run(toSend(rules));
  };
  const saveThen = (then: () => void) => attempt((sent) => save.mutate(sent, { onSuccess: () => { setSaved(rules); then(); } }));
  const leave = () => {
    isLeaving.current = true;
    void navigate(scorePath(score.id));
  };
  return {
    rules,
    change: (changed: PointRule[]) => { setRules(changed); save.reset(); },
    errors: [...gaps, ...places] as ProblemPlace[],
    isIncomplete: gaps.length > 0,
    /** What no rule can show. */
    failure: refused !== null && places.length === 0 ? refused : discard.error,
    isPending: save.isPending || publish.isPending || discard.isPending,
    isSaved: save.isSuccess && saved === rules,
    /** Whether there is anything to publish. */
    isChanged: score.draft != null || !same(rules, toEdit(score.rules)),
    isUnsaved: () => !isLeaving.current && rules !== saved && !same(rules, saved),
    save: () => saveThen(() => {}),
    publish: () => saveThen(() => publish.mutate(undefined, { onSuccess: leave })),
    discard: () => discard.mutate(undefined, { onSuccess: () => { const published = toEdit(score.rules); setRules(published); setSaved(published); } }),
    preview: { run: () => attempt((sent) => preview.mutate(sent)), isPending: preview.isPending, data: preview.data, isOld: preview.data !== undefined && JSON.stringify(preview.variables) !== JSON.stringify(toSend(rules)) },
  };
}

export type RulesDraft = ReturnType<typeof useRulesDraft>;
