import type { ConditionNode } from "../api/types";
import { printCondition } from "../contacts/address";

export const personaPath = (id: number): string => `/personas/${id}`;

export const rulesPath = (id: number): string => `/personas/${id}/rules`;

/** The contact list with those who have the persona. */
export const likePath = (id: number): string => {
  const like: ConditionNode = { combinator: "and", rules: [{ field: "persona", operator: "in_any", value: [id] }] };
  return `/contacts?${new URLSearchParams({ condition: printCondition(like) })}`;
};
