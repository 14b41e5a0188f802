/** The rules of a score or a persona as they are worked on: what is typed, what is saved as a draft, and what came of the last attempt. */
import type { UseMutationResult } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { toFailure } from "../api/problem";
import type { ConditionCatalogue, PersonaRules, PointRule, ProblemPlace } from "../api/types";
import { useSeen } from "../common/useEdited";
import { gapsInRules } from "./gaps";
import { toEdit, toSend } from "./rules";

/** What a draft consists of. A score has no threshold here: then it is 0, and not sent. */
export interface Drafted {
  rules: PointRule[];
  /** Null while nothing is typed. */
  threshold: number | null;
}

interface Options<Preview> {
  /** What counts, and what is saved beside it. */
  published: Drafted;
  draft: Drafted | null;
  catalogue: ConditionCatalogue;
  /** The page of what it belongs to. */
  path: string;
  acts: {
    preview: UseMutationResult<Preview, Error, PersonaRules>;
    save: UseMutationResult<unknown, Error, PersonaRules & { before: PersonaRules }>;
    publish: UseMutationResult<unknown, Error, void>;
    /** Saves what counts, which leaves no draft. */
    discard: UseMutationResult<unknown, Error, PersonaRules & { before: PersonaRules }>;
  };
}

export function useDraft<Preview>({ published, draft, catalogue, path, acts: { preview, save, publish, discard } }: Options<Preview>) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(() => editable(draft ?? published));
  const [saved, setSaved] = useState(typed);
  /** What was last tried to be sent: errors stand until it is changed. */
  const [tried, setTried] = useState<Drafted | null>(null);
  const isLeaving = useRef(false);
  const { before, saved: isKnown, onError } = useSeen(asStored(draft ?? published));
  const gaps = useMemo(() => (tried?.rules === typed.rules ? gapsInRules(typed.rules, catalogue) : []), [tried, typed, catalogue]);
  const thrown = [preview, save, publish].find(({ error }) => error !== null)?.error ?? null;
  const refused = tried === typed && gaps.length === 0 && thrown !== null ? toFailure(thrown) : null;
  const places = refused === null || refused.code === "changed_elsewhere" ? [] : refused.places;
  const placed = places.filter(({ pointer }) => pointer.startsWith("/rules") || pointer === THRESHOLD);

  /** Does it with what is complete; otherwise the gaps are shown. */
  const attempt = (run: (complete: PersonaRules) => void) => {
    setTried(typed);
    for (const { reset } of [save, publish]) reset();
    // Its answer stays to be looked at; its refusal is none of what is tried now.
    if (preview.isError) preview.reset();
    const { rules, threshold } = typed;
    if (threshold !== null && gapsInRules(rules, catalogue).length === 0) run({ rules: toSend(rules), threshold });
  };
  const saveThen = (then: () => void) => attempt((sent) => save.mutate({ ...sent, before }, { onError, onSuccess: () => { setSaved(typed); isKnown(sent); then(); } }));
  const change = (changed: Partial<Drafted>) => {
    setTyped((now) => ({ ...now, ...changed }));
    save.reset();
  };
  const leave = () => {
    isLeaving.current = true;
    void navigate(path);
  };
  const forget = () => {
    const fresh = editable(published);
    isKnown(asStored(published));
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
    discard: () => discard.mutate({ ...asStored(published), before }, { onError, onSuccess: forget }),
    preview: { run: () => attempt((sent) => preview.mutate(sent)), isPending: preview.isPending, data: preview.data, isOld: preview.data !== undefined && JSON.stringify(preview.variables) !== sentAs(typed) },
  };
}

export type Draft<Preview = unknown> = ReturnType<typeof useDraft<Preview>>;

/** What is saved has a threshold always. */
const asStored = ({ rules, threshold }: Drafted): PersonaRules => ({ rules, threshold: threshold ?? 0 });

const THRESHOLD = "/threshold";

const editable = ({ rules, threshold }: Drafted): Drafted => ({ rules: toEdit(rules), threshold });

const sentAs = ({ rules, threshold }: Drafted): string => JSON.stringify({ rules: toSend(rules), threshold });

const same = (one: Drafted, other: Drafted): boolean => sentAs(one) === sentAs(editable(other));
