/** What a contact has of scores and personas, and until when. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import type { ContactDetail, ContactPoints, EarnedRule } from "../../api/types";
import { contactKey } from "../../contacts/queries";

/** Asked for anew whenever the contact changed, for its points may have too. */
export function usePoints({ id, changed_at: changedAt }: ContactDetail) {
  return useQuery({
    queryKey: [...contactKey(id), "points", changedAt],
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}/points", { params: { path: { id } } })) as Promise<ContactPoints>,
    placeholderData: keepPreviousData,
  });
}

export type Ending = "stays" | "lapses" | "lapsed";

/** What becomes of a rule's points at a time in milliseconds since 1970. */
export function endingOf({ until }: Pick<EarnedRule, "until">, now: number): Ending {
  if (until == null) return "stays";
  return Date.parse(until) <= now ? "lapsed" : "lapses";
}

/** The rules that give something first, as they are otherwise ordered; each with its place among all. */
export function byWeight(rules: EarnedRule[]): { rule: EarnedRule; number: number }[] {
  const numbered = rules.map((rule, index) => ({ rule, number: index + 1 }));
  return [...numbered.filter(({ rule }) => rule.earned !== 0), ...numbered.filter(({ rule }) => rule.earned === 0)];
}

/** "+10", "−5", "0". */
export const withSign = (points: number, formatted: string): string => (points > 0 ? `+${formatted}` : formatted.replace("-", "−"));
