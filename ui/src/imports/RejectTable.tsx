import { Text } from "@mantine/core";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import type { Import, Reject } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { WIDE } from "../common/screens";
import { Section } from "../common/Section";
import { useFirstRejects } from "./queries";
import type { Tense } from "./tense";

/** How many rows are shown. */
export const SHOWN = 10;

/** The first rows that were not imported, each with its reason. */
export function RejectSection({ it }: { it: Import }) {
  const { t } = useTranslation();
  const query = useFirstRejects(it.id, SHOWN);
  const rejects = query.data?.items ?? [];
  const more = it.counts.not_imported - rejects.length;
  return (
    <Section title={t("imports.rejects.title")}>
      {query.isError ? <FailureAlert failure={query.error} onRetry={() => void query.refetch()} /> : <RejectTable it={it} rejects={rejects} tense="result" pending={query.isPending} />}
      {query.isSuccess && more > 0 && <Text size="sm" c="dimmed" mt="sm">{t("imports.rejects.more", { count: more, formatted: formatNumber(more) })}</Text>}
    </Section>
  );
}

interface Props {
  it: Pick<Import, "columns">;
  rejects: Reject[];
  tense: Tense;
  pending?: boolean;
}

/** Rows that were not imported, or would not be. */
export function RejectTable({ it, rejects, tense, pending = false }: Props) {
  const { t } = useTranslation();
  const columns = useColumns(it);
  return (
    <DataTable
      aria-label={t(`imports.${tense}.rejects`)}
      columns={columns}
      records={rejects}
      idAccessor="row"
      fetching={pending}
      minHeight={pending ? 160 : undefined}
      emptyState={<></>}
      styles={{ table: { tableLayout: "fixed" } }}
      withTableBorder
      borderRadius="md"
      verticalAlign="top"
    />
  );
}

function useColumns(it: Props["it"]): DataTableColumn<Reject>[] {
  const { t } = useTranslation();
  return [
    { accessor: "row", title: t("imports.rejects.row"), render: ({ row }) => <Text size="sm">{formatNumber(row)}</Text>, width: 92 },
    { accessor: "column", title: t("imports.rejects.column"), render: ({ column }) => <Cell text={column} />, width: "15%", visibleMediaQuery: WIDE },
    { accessor: "value", title: t("imports.rejects.value"), render: (reject) => <Cell text={rejectedValue(it, reject)} />, width: "20%", visibleMediaQuery: WIDE },
    { accessor: "reason", title: t("imports.rejects.reason"), render: (reject) => <Why reject={reject} /> },
    { accessor: "remedy", title: t("imports.rejects.remedy"), render: ({ remedy }) => <Text size="sm">{remedy}</Text>, visibleMediaQuery: WIDE },
  ];
}

/** On a narrow screen the reason tells everything. */
function Why({ reject }: { reject: Reject }) {
  return (
    <>
      <Text size="sm">{reject.reason}</Text>
      <Text size="xs" c="dimmed" mt={4} hiddenFrom="sm">{[reject.column, reject.remedy].filter(Boolean).join(": ")}</Text>
    </>
  );
}

function Cell({ text }: { text: string | null | undefined }) {
  const { t } = useTranslation();
  return <Text size="sm" lineClamp={2} title={text ?? undefined} style={{ overflowWrap: "anywhere" }}>{text || t("common.blank")}</Text>;
}

/** The cell that was at fault; the API gives the whole row and the name of the column. */
function rejectedValue(it: Props["it"], { column, cells }: Reject): string | null {
  const position = column === null ? -1 : it.columns.findIndex(({ name }) => name === column);
  return cells[position] ?? null;
}
