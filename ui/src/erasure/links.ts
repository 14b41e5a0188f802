import type { ConditionNode } from "../api/types";
import { printCondition } from "../contacts/address";

export const INACTIVE_PATH = "/contacts/inactive";

/** The contact list with those of whom nothing was heard for so many days: neither made nor changed nor active since. */
export const inactivePath = (days: number): string => {
  const lately = { operator: "in_last", value: { amount: days, unit: "days" } };
  const heardOf: ConditionNode = {
    combinator: "or",
    not: true,
    rules: [
      { field: "created_at", ...lately },
      { field: "changed_at", ...lately },
      { field: "activity", operator: "done", value: { type: "any", times: { operator: "at_least", count: 1 }, when: lately } },
    ],
  };
  return `/contacts?${new URLSearchParams({ condition: printCondition(heardOf) })}`;
};
