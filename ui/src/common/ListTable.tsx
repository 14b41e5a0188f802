import { Paper } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import {
  DataTable,
  type DataTableColumn,
  type DataTableSelectionProps,
  type DataTableSortProps,
  type DataTableSortStatus,
} from "mantine-datatable";
import { IconArrowUp, IconArrowsSort } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { FailureAlert } from "./FailureAlert";
import { Pager } from "./Pager";
import { openRow } from "./rowClick";
import type { Paging } from "./useKeyPaging";

interface Props<T> {
  /** What the list holds, for who cannot see it. */
  label: string;
  query: UseQueryResult<{ items: T[]; next?: string | null }>;
  columns: DataTableColumn<T>[];
  paging: Paging;
  /** Stands in place of an empty table. */
  empty: ReactNode;
  /** What is ticked, for lists whose rows can be selected. */
  selection?: RowSelection<T>;
  /** The order, for lists whose headers can be clicked. */
  sort?: RowSort<T>;
  /** From which width on the table scrolls sideways rather than squeeze its columns. */
  minWidth?: number;
}

export interface RowSelection<T> {
  ticked: T[];
  onTick: (ticked: T[]) => void;
  labelAll: string;
  labelOf: (row: T) => string;
}

export interface RowSort<T> {
  status: DataTableSortStatus<T>;
  onChange: (status: DataTableSortStatus<T>) => void;
}

/** A list of the API as a table, page by page. A click on a row opens what it is about. */
export function ListTable<T extends { id: number }>({ label, query, columns, paging, empty, selection, sort, minWidth }: Props<T>) {
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
          onRowClick={({ event }) => openRow(event)}
          customRowAttributes={() => ({ onAuxClick: openRow })}
          verticalSpacing="sm"
          horizontalSpacing="md"
          verticalAlign="center"
          styles={{ table: { tableLayout: "fixed", minWidth } }}
          {...sortable(sort)}
          {...tickable(selection, rows.length === 0 || query.isPlaceholderData)}
        />
      </Paper>
      <Pager paging={paging} next={query.data?.next} />
    </>
  );
}

const SORT_ICONS = { sorted: <IconArrowUp size={14} />, unsorted: <IconArrowsSort size={14} color="var(--mantine-color-gray-5)" /> };

function sortable<T>(sort: RowSort<T> | undefined): DataTableSortProps<T> {
  return sort ? { sortStatus: sort.status, onSortStatusChange: sort.onChange, sortIcons: SORT_ICONS } : {};
}

/** Nothing can be ticked until the rows that were asked for are there: a tick would be lost, or meet rows that are about to go. */
function tickable<T>(selection: RowSelection<T> | undefined, disabled: boolean): DataTableSelectionProps<T> {
  if (!selection) return {};
  const { ticked, onTick, labelAll, labelOf } = selection;
  return {
    selectedRecords: ticked,
    onSelectedRecordsChange: onTick,
    allRecordsSelectionCheckboxProps: { "aria-label": labelAll, disabled },
    getRecordSelectionCheckboxProps: (row: T) => ({ "aria-label": labelOf(row), disabled }),
  };
}
