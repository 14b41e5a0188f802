import { Paper } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import type { ReactNode } from "react";
import { FailureAlert } from "./FailureAlert";
import { Pager } from "./Pager";
import type { Paging } from "./useKeyPaging";

interface Props<T> {
  /** What the list holds, for who cannot see it. */
  label: string;
  query: UseQueryResult<{ items: T[]; next?: string | null }>;
  columns: DataTableColumn<T>[];
  paging: Paging;
  /** Stands in place of an empty table. */
  empty: ReactNode;
}

/** A list of the API as a table, page by page. */
export function ListTable<T extends { id: number }>({ label, query, columns, paging, empty }: Props<T>) {
  if (query.isError && !query.data) return <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />;
  if (query.data?.items.length === 0 && paging.after === undefined) return empty;
  const rows = query.data?.items ?? [];
  return (
    <>
      <Paper style={{ overflow: "hidden" }}>
        <DataTable
          aria-label={label}
          columns={columns}
          records={rows}
          fetching={query.isPending || query.isPlaceholderData}
          loaderBackgroundBlur={0}
          minHeight={rows.length === 0 ? 220 : undefined}
          emptyState={<></>}
          scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
          highlightOnHover
          verticalSpacing="sm"
          horizontalSpacing="md"
          verticalAlign="center"
          styles={{ table: { tableLayout: "fixed" } }}
        />
      </Paper>
      <Pager paging={paging} next={query.data?.next} />
    </>
  );
}
