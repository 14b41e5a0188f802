import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { IconMapPinQuestion } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import { EmptyState } from "./EmptyState";
import { FailureAlert } from "./FailureAlert";

interface Props<T> {
  query: UseQueryResult<T>;
  /** Words for "there is no such thing". */
  missing: { title: string; text: string; action: ReactNode };
  children: (data: T) => ReactNode;
}

/** One thing of the API: loading, failed, missing, or there. */
export function Loaded<T>({ query, missing, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <LoadingLines />;
  if (toFailure(query.error).status === 404) {
    return <EmptyState page icon={<IconMapPinQuestion />} title={missing.title} text={missing.text}>{missing.action}</EmptyState>;
  }
  return <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />;
}

function LoadingLines() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("app.loading")} gap="md">
      <Skeleton h={36} w={260} maw="80%" />
      <Skeleton h={18} w={180} maw="60%" />
      <Skeleton h={240} />
    </Stack>
  );
}
