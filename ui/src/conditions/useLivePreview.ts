import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { toFailure } from "../api/problem";
import type { ConditionCatalogue, ConditionNode } from "../api/types";
import { gapsIn } from "./catalogue";
import { NO_PROBLEMS, problemsOf } from "./problems";
import { usePreview } from "./queries";

const REST = 300;

/** Who meets the condition, asked a moment after the last change and only when every rule is complete. */
export function useLivePreview(condition: ConditionNode, catalogue: ConditionCatalogue) {
  const gaps = useMemo(() => gapsIn(catalogue, condition), [catalogue, condition]);
  const [settled] = useDebouncedValue(condition, REST);
  const asked = gaps.length === 0 && gapsIn(catalogue, settled).length === 0 ? settled : null;
  const query = usePreview(asked);
  const isAnswered = settled === condition && !query.isFetching;
  // Places of an older condition may be other rules by now.
  const problems = useMemo(
    () => (settled === condition && query.error ? problemsOf(toFailure(query.error).places, condition) : NO_PROBLEMS),
    [settled, condition, query.error],
  );
  return { gaps, query, isAnswered, problems };
}

export type LivePreview = ReturnType<typeof useLivePreview>;
