/** The rules and the threshold of a persona while they are worked on: changed, saved, published or discarded. */
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import type { ConditionCatalogue, PersonaDetail, PointRule, ProblemPlace } from "../api/types";
import { gapsInRules } from "../points/gaps";
import { toEdit, toSend } from "../points/rules";
import { personaPath } from "./links";
import { useDiscardDraft, usePublish, useSaveDraft } from "./queries";

interface Typed {
  rules: PointRule[];
  /** Null while nothing is typed. */
  threshold: number | null;
}

const typedOf = (persona: PersonaDetail): Typed => ({ rules: toEdit((persona.draft ?? persona).rules), threshold: (persona.draft ?? persona).threshold });

export function useDraft(persona: PersonaDetail, catalogue: ConditionCatalogue) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(() => typedOf(persona));
  const [saved, setSaved] = useState(typed);
  const [sent, setSent] = useState<Typed | null>(null);
  const isLeaving = useRef(false);
  const saving = useSaveDraft(persona.id);
  const publishing = usePublish(persona.id);
  const discarding = useDiscardDraft(persona.id);
  const said = useErrors(typed, sent, { catalogue, thrown: saving.error });

  const save = () => {
    const { rules, threshold } = typed;
    setSent(typed);
    publishing.reset();
    saving.reset();
    if (threshold === null || gapsInRules(rules, catalogue).length > 0 || saving.isPending) return;
    saving.mutate({ rules: toSend(rules), threshold }, { onSuccess: () => setSaved(typed) });
  };
  const publish = () => publishing.mutate(undefined, {
    onSuccess: () => {
      isLeaving.current = true;
      void navigate(personaPath(persona.id));
    },
  });
  const discard = (then: () => void) => discarding.mutate(undefined, {
    onSuccess: (left) => {
      const fresh = typedOf(left);
      setTyped(fresh);
      setSaved(fresh);
      setSent(null);
      then();
    },
  });

  return {
    ...typed,
    setRules: (rules: PointRule[]) => setTyped((now) => ({ ...now, rules })),
    setThreshold: (threshold: number | null) => setTyped((now) => ({ ...now, threshold })),
    isChanged: typed !== saved,
    isUnsaved: () => !isLeaving.current && typed !== saved,
    /** Whether what was saved is what counts already. */
    isSame: saving.isSuccess && typed === saved && !persona.draft,
    ...said,
    save: { run: save, isPending: saving.isPending },
    publish: { run: publish, isPending: publishing.isPending, failure: publishing.error },
    discard: { run: discard, isPending: discarding.isPending, failure: discarding.error },
  };
}

/** What is wrong with what was sent, as long as it stands there unchanged. */
function useErrors(typed: Typed, sent: Typed | null, { catalogue, thrown }: { catalogue: ConditionCatalogue; thrown: unknown }) {
  const { t } = useTranslation();
  if (sent === null) return { errors: NOTHING, thresholdError: null, failure: null };
  const failure = thrown === null ? null : toFailure(thrown);
  const refused = failure?.places ?? NOTHING;
  const errors = sent.rules === typed.rules ? [...gapsInRules(typed.rules, catalogue), ...refused.filter(({ pointer }) => isAboutRules(pointer))] : NOTHING;
  const atThreshold = refused.find(({ pointer }) => pointer === THRESHOLD)?.detail ?? null;
  const isPlaced = refused.length > 0 && refused.every(({ pointer }) => pointer === THRESHOLD || isAboutRules(pointer));
  return {
    errors,
    thresholdError: typed.threshold === null ? t("personas.thresholdBlank") : sent.threshold === typed.threshold ? atThreshold : null,
    /** What no rule and not the threshold can show. */
    failure: isPlaced ? null : failure,
  };
}

const NOTHING: readonly ProblemPlace[] = [];
const THRESHOLD = "/threshold";
const isAboutRules = (pointer: string): boolean => pointer === "/rules" || pointer.startsWith("/rules/");
