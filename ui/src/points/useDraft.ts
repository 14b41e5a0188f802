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

export function useDraft<Rules extends DraftedRules, Preview>({ published, draft, catalogue, path, acts: { preview, save, publish, discard } }: Options<Rules, Preview>) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<Typed>(() => editable(draft ?? published));
  const [saved, setSaved] = useState(typed);
  /** What was last tried to be sent: errors stand until it is changed. */
  const [tried, setTried] = useState<Typed | null>(null);
  const isLeaving = useRef(false);
  const { before, saved: isKnown, onError } = useSeen(draft ?? published);
  const gaps = useMemo(() => (tried?.rules === typed.rules ? gapsInRules(typed.rules, catalogue) : []), [tried, typed, catalogue]);
  const thrown = [preview, save, publish].find(({ error }) => error !== null)?.error ?? null;
  const refused = tried === typed && gaps.length === 0 && thrown !== null ? toFailure(thrown) : null;
  const places = refused === null || refused.code === "changed_elsewhere" ? [] : refused.places;
  const placed = places.filter(({ pointer }) => pointer.startsWith("/rules") || pointer === THRESHOLD);

  /** Does it with what is complete; otherwise the gaps are shown. */
  const attempt = (run: (complete: Rules) => void) => {
    setTried(typed);
    for (const { reset } of [save, publish]) reset();
    // Its answer stays to be looked at; its refusal is none of what is tried now.
    if (preview.isError) preview.reset();
    if (typed.threshold !== null && gapsInRules(typed.rules, catalogue).length === 0) run(sendable(typed) as Rules);
  };
  const saveThen = (then: () => void) => attempt((sent) => save.mutate({ ...sent, before }, { onError, onSuccess: () => { setSaved(typed); isKnown(sent); then(); } }));
  const change = (changed: Partial<Typed>) => {
    setTyped((now) => ({ ...now, ...changed }));
    save.reset();
  };
  const leave = () => {
    isLeaving.current = true;
    void navigate(path);
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
    errors: [...gaps, ...placed.filter(({ pointer }) => pointer !== THRESHOLD)] as ProblemPlace[],
    isIncomplete: gaps.length > 0,
    thresholdError: { isBlank: typed.threshold === null && tried?.threshold === null, refused: placed.find(({ pointer }) => pointer === THRESHOLD)?.detail ?? null },
    /** What no rule and not the threshold can show. */
    failure: refused !== null && placed.length === 0 ? refused : discard.error,
    isPending: save.isPending || publish.isPending || discard.isPending,
    isSaved: save.isSuccess && saved === typed,
    hasDraft: draft !== null,
    /** Whether there is anything to publish. */
    isChanged: draft !== null || !same(typed, published),
    isUnsaved: () => !isLeaving.current && typed !== saved && !same(typed, saved),
    path,
    save: () => saveThen(() => {}),
    publish: () => saveThen(() => publish.mutate(undefined, { onSuccess: leave })),
    discard: () => discard.mutate({ ...published, before }, { onError, onSuccess: forget }),
    preview: { run: () => attempt((sent) => preview.mutate(sent)), isPending: preview.isPending, data: preview.data, isOld: preview.data !== undefined && JSON.stringify(preview.variables) !== JSON.stringify(sendable(typed)) },
  };
}

export type Draft<Preview = unknown> = ReturnType<typeof useDraft<DraftedRules, Preview>>;

const THRESHOLD = "/threshold";

const editable = ({ rules, threshold }: DraftedRules): Typed => ({ rules: toEdit(rules), threshold });

const sendable = ({ rules, threshold }: Typed): Typed => ({ rules: toSend(rules), threshold });

const same = (one: Typed, other: Typed): boolean => JSON.stringify(sendable(one)) === JSON.stringify(sendable({ ...other, rules: toEdit(other.rules) }));
