import type { UseQueryResult } from "@tanstack/react-query";
import { IconMapPinQuestion } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { toFailure } from "../api/problem";
import { EmptyState } from "./EmptyState";
import { FailureAlert } from "./FailureAlert";
import { LoadingLines } from "./LoadingLines";

interface Props<T> {
  query: UseQueryResult<T>;
  /** Words for "there is no such thing". */
  missing: { title: string; text: string; action: ReactNode };
  children: (data: T) => ReactNode;
}

/** One thing of the API: loading, failed, missing, or there. */
export function Loaded<T>({ query, missing, children }: Props<T>) {
  // What was there may be gone since.
  if (query.isError && toFailure(query.error).status === 404) {
    return (
      <EmptyState page icon={<IconMapPinQuestion />} title={missing.title} text={missing.text}>
        {missing.action}
      </EmptyState>
    );
  }
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <LoadingLines />;
  return <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />;
}
