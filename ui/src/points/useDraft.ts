/** The rules of a score or a persona as they are worked on: what is typed, what is saved as a draft, and what came of the last attempt. */
import type { UseMutationResult } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { toFailure } from "../api/problem";
import type { ConditionCatalogue, DraftedRules, PointRule, ProblemPlace } from "../api/types";
import { useSeen } from "../common/useEdited";
import { gapsInRules } from "./gaps";
import { toEdit, toSend } from "./rules";

/** A draft as it is typed: the threshold is null while nothing is. */
interface Typed {
  rules: PointRule[];
  threshold?: number | null;
}

interface Options<Rules extends DraftedRules, Preview> {
  /** What counts, and what is saved beside it. */
  published: Rules;
  draft: Rules | null;
  catalogue: ConditionCatalogue;
  /** The page of what it belongs to. */
  path: string;
  acts: {
    preview: UseMutationResult<Preview, Error, Rules>;
    save: UseMutationResult<unknown, Error, Rules & { before: Rules }>;
    publish: UseMutationResult<unknown, Error, void>;
    /** Saves what counts, which leaves no draft. */
    discard: UseMutationResult<unknown, Error, Rules & { before: Rules }>;
  };
}

export function useDraft<Rules extends DraftedRules, Preview>({
  published,
  draft,
  catalogue,
  path,
  acts: { preview, save, publish, discard },
}: Options<Rules, Preview>) {
  const { typed, setTyped, saved, setSaved, tried, setTried } = useTyped(draft ?? published);
  const { leave, isLeaving } = useLeaving(path);
  const { before, saved: isKnown, onError } = useSeen(draft ?? published);
  const { failure, ...wrong } = useWrong({ typed, tried }, catalogue, [preview, save, publish]);

  /** Does it with what is complete; otherwise the gaps are shown. */
  const attempt = (run: (complete: Rules) => void) => {
    setTried(typed);
    for (const { reset } of [save, publish]) reset();
    // Its answer stays to be looked at; its refusal is none of what is tried now.
    if (preview.isError) preview.reset();
    if (typed.threshold !== null && gapsInRules(typed.rules, catalogue).length === 0) run(sendable(typed) as Rules);
  };
  const saveThen = (then: () => void) =>
    attempt((sent) => {
      const kept = () => {
        setSaved(typed);
        isKnown(sent);
        then();
      };
      save.mutate({ ...sent, before }, { onError, onSuccess: kept });
    });
  const change = (changed: Partial<Typed>) => {
    setTyped((now) => ({ ...now, ...changed }));
    save.reset();
  };
  const forget = () => {
    const fresh = editable(published);
    isKnown(published);
    setTyped(fresh);
    setSaved(fresh);
    setTried(null);
  };
  return {
    ...typed,
    change,
    ...wrong,
    failure: failure ?? discard.error,
    isPending: save.isPending || publish.isPending || discard.isPending,
    isSaved: save.isSuccess && saved === typed,
    hasDraft: draft !== null,
    /** Whether there is anything to publish. */
    isChanged: draft !== null || !same(typed, published),
    isUnsaved: () => !isLeaving() && typed !== saved && !same(typed, saved),
    path,
    save: () => saveThen(() => {}),
    publish: () => saveThen(() => publish.mutate(undefined, { onSuccess: leave })),
    discard: () => discard.mutate({ ...published, before }, { onError, onSuccess: forget }),
    preview: {
      run: () => attempt((sent) => preview.mutate(sent)),
      isPending: preview.isPending,
      data: preview.data,
      isOld: isOld(preview, typed),
    },
  };
}

export type Draft<Preview = unknown> = ReturnType<typeof useDraft<DraftedRules, Preview>>;

function useTyped(kept: DraftedRules) {
  const [typed, setTyped] = useState<Typed>(() => editable(kept));
  const [saved, setSaved] = useState(typed);
  /** What was last tried to be sent: errors stand until it is changed. */
  const [tried, setTried] = useState<Typed | null>(null);
  return { typed, setTyped, saved, setSaved, tried, setTried };
}

/** Who leaves because it is published is not asked whether to. */
function useLeaving(path: string) {
  const navigate = useNavigate();
  const isLeaving = useRef(false);
  const leave = () => {
    isLeaving.current = true;
    void navigate(path);
  };
  return { leave, isLeaving: () => isLeaving.current };
}

const THRESHOLD = "/threshold";

/** What is said at the rules, at the threshold, and what neither can show. Gaps go before what was refused. */
function useWrong({ typed, tried }: { typed: Typed; tried: Typed | null }, catalogue: ConditionCatalogue, acts: { error: unknown }[]) {
  const gaps = useMemo(() => (tried?.rules === typed.rules ? gapsInRules(typed.rules, catalogue) : []), [tried, typed, catalogue]);
  const thrown = acts.find(({ error }) => error !== null)?.error ?? null;
  const refused = tried === typed && gaps.length === 0 && thrown !== null ? toFailure(thrown) : null;
  const places = refused === null || refused.code === "changed_elsewhere" ? [] : refused.places;
  const atRules = places.filter(({ pointer }) => pointer.startsWith("/rules"));
  const atThreshold = places.find(({ pointer }) => pointer === THRESHOLD)?.detail ?? null;
  return {
    errors: [...gaps, ...atRules] as ProblemPlace[],
    isIncomplete: gaps.length > 0,
    thresholdError: { isBlank: typed.threshold === null && tried?.threshold === null, refused: atThreshold },
    failure: atRules.length === 0 && atThreshold === null ? refused : null,
  };
}

const editable = ({ rules, threshold }: DraftedRules): Typed => ({ rules: toEdit(rules), threshold });

const sendable = ({ rules, threshold }: Typed): Typed => ({ rules: toSend(rules), threshold });

const isOld = ({ data, variables }: { data: unknown; variables: unknown }, typed: Typed): boolean =>
  data !== undefined && JSON.stringify(variables) !== JSON.stringify(sendable(typed));

const same = (one: Typed, other: Typed): boolean =>
  JSON.stringify(sendable(one)) === JSON.stringify(sendable({ ...other, rules: toEdit(other.rules) }));
