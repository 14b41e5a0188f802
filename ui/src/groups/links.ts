import type { ConditionNode } from "../api/types";
import { printCondition } from "../contacts/address";

export const groupPath = (id: number): string => `/groups/${id}`;

/** The contact list with the group's members, where they can be acted on together. */
export const membersPath = (id: number): string => {
  const members: ConditionNode = { combinator: "and", rules: [{ field: "group", operator: "in_any", value: [id] }] };
  return `/contacts?${new URLSearchParams({ condition: printCondition(members) })}`;
};

export const conditionPath = (id: number): string => `/groups/${id}/condition`;
