import type { ConditionNode } from "../api/types";
import { printCondition } from "../contacts/address";

export const scorePath = (id: number): string => `/scores/${id}`;

export const rulesPath = (id: number): string => `/scores/${id}/rules`;

/** The contact list with those that have so many points or more, where they can be acted on together. */
export const contactsPath = (id: number, points: number): string => {
  const reached: ConditionNode = { combinator: "and", rules: [{ field: "score", operator: "at_least", value: { score: id, points } }] };
  return `/contacts?${new URLSearchParams({ condition: printCondition(reached) })}`;
};
