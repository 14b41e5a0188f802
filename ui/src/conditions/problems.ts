/** What the API refuses, at the rule it means. */
import type { ConditionNode, ProblemPlace } from "../api/types";
import { partAt, ROOT, type Place } from "./tree";

export type Problems = ReadonlyMap<Place, string>;

export const NO_PROBLEMS: Problems = new Map();

/** Sorts errors to the parts of the condition: "/condition/rules/0/value" belongs to "/rules/0". What means no part of it
 *  belongs to the whole. */
export function problemsOf(errors: readonly ProblemPlace[], root: ConditionNode): Problems {
  const problems = new Map<Place, string>();
  for (const { pointer, detail } of errors) {
    const place = placeIn(pointer, root);
    const others = problems.get(place);
    problems.set(place, others ? `${others} ${detail}` : detail);
  }
  return problems;
}

function placeIn(pointer: string, root: ConditionNode): Place {
  const [place = ROOT] = /^(\/rules\/\d+)*/.exec(pointer.replace(/^\/condition(?=\/|$)/, "")) ?? [];
  return partAt(root, place) ? place : ROOT;
}
