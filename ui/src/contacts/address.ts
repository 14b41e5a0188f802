/** What the list's address asks for: words, a condition and an order. */
import type { ConditionNode, Matching } from "../api/types";
import { isFigure, isTime } from "./columns";

export const DEFAULT_SORT = "-created_at";

/** Which contacts the address asks for. */
export function matchingOf(params: URLSearchParams): Matching {
  const search = params.get("search") || undefined;
  const condition = parseCondition(params.get("condition")) ?? undefined;
  return { ...(search && { search }), ...(condition && { condition }) };
}

/** The condition of the address; null when there is none, or none that could be one. */
export function parseCondition(text: string | null): ConditionNode | null {
  try {
    const parsed: unknown = JSON.parse(text ?? "null");
    return isNode(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** The condition as the address carries it: without what only the page needs. */
export function printCondition(condition: ConditionNode | null): string {
  return condition === null || condition.rules.length === 0
    ? ""
    : JSON.stringify(condition, (key, value: unknown) => (key === "id" || key === "valueSource" ? undefined : value));
}

export interface Sort {
  by: string;
  descending: boolean;
}

export function parseSort(text: string | null): Sort {
  const sort = /^-?[a-z][a-z0-9_]*(:\d+)?$/.test(text ?? "") ? (text ?? DEFAULT_SORT) : DEFAULT_SORT;
  return { by: sort.replace(/^-/, ""), descending: sort.startsWith("-") };
}

/** The order as the address carries it; the usual one needs no words. */
export function printSort({ by, descending }: Sort): string {
  const sort = `${descending ? "-" : ""}${by}`;
  return sort === DEFAULT_SORT ? "" : sort;
}

/** The order after a click on a header: the other way round, or of the new column: from A, the latest time and the most points
 *  first. */
export function sortBy(old: Sort, by: string): Sort {
  return { by, descending: by === old.by ? !old.descending : isTime(by) || isFigure(by) };
}

/** The parameters of the API for them. */
export function toQuery({ search, group_id, condition }: Matching) {
  return { search, group_id, condition: condition && JSON.stringify(condition) };
}

function isNode(parsed: unknown): parsed is ConditionNode {
  if (typeof parsed !== "object" || parsed === null || !("combinator" in parsed) || !("rules" in parsed)) return false;
  return (parsed.combinator === "and" || parsed.combinator === "or") && Array.isArray(parsed.rules) && parsed.rules.every(isPart);
}

function isPart(part: unknown): boolean {
  return (
    isNode(part) ||
    (typeof part === "object" &&
      part !== null &&
      "field" in part &&
      typeof part.field === "string" &&
      "operator" in part &&
      typeof part.operator === "string")
  );
}
