/** A score as its form holds it: all as it is typed. */
import type { Score } from "../api/types";

export interface ScoreTyped {
  name: string;
  description: string;
  limit: number | null;
}

export const NOTHING_TYPED: ScoreTyped = { name: "", description: "", limit: null };

export const typedOf = (score: Score): ScoreTyped => ({
  name: score.name,
  description: score.description ?? "",
  limit: score.limit ?? null,
});
