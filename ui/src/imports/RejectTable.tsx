import { Text } from "@mantine/core";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import type { Import, Reject } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { WIDE } from "../common/screens";
import { Section } from "../common/Section";
import { StateBadge } from "../common/StateBadge";
import { leftOut, linesOf, type RejectLine } from "./outcome";
import { useFirstRejects } from "./queries";
import type { Tense } from "./tense";

/** How many rows are shown. */
export const SHOWN = 10;

/** The first rows that were not imported, or not with all their values, each with its reason. */
export function RejectSection({ it }: { it: Import }) {
  const { t } = useTranslation();
  const query = useFirstRejects(it.id, SHOWN);
  const rejects = query.data?.items ?? [];
  const left = leftOut(it.counts);
  const isSeen = left === 0 && rejects.length >= it.counts.not_imported;
  const more = it.counts.not_imported - rejects.length;
  return (
    <Section title={t(left > 0 ? "imports.rejects.titleLeftOut" : "imports.rejects.title")}>
      {query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <RejectTable rejects={rejects} tense="result" pending={query.isPending} />
      )}
      {query.isSuccess && !isSeen && (
        <Text size="sm" c="dimmed" mt="sm">
          {left > 0 ? t("imports.rejects.allInList") : t("imports.rejects.more", { count: more, formatted: formatNumber(more) })}
        </Text>
      )}
    </Section>
  );
}

interface Props {
  rejects: Reject[];
  tense: Tense;
  pending?: boolean;
}

/** Rows that were not imported, or would not be, and values that were left out. */
export function RejectTable({ rejects, tense, pending = false }: Props) {
  const { t } = useTranslation();
  const lines = linesOf(rejects);
  const columns = useColumns(lines.some(({ outcome }) => outcome === "left_out"));
  return (
    <DataTable
      aria-label={t(`imports.${tense}.rejects`)}
      columns={columns}
      records={lines}
      idAccessor="key"
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

function useColumns(tellsOutcome: boolean): DataTableColumn<RejectLine>[] {
  const { t } = useTranslation();
  return [
    { accessor: "row", title: t("imports.rejects.row"), render: ({ row }) => <Text size="sm">{formatNumber(row)}</Text>, width: 92 },
    {
      accessor: "outcome",
      title: t("imports.rejects.outcome"),
      render: (line) => <Outcome line={line} />,
      width: 150,
      hidden: !tellsOutcome,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "column",
      title: t("imports.rejects.column"),
      render: ({ column }) => <Cell text={column} />,
      width: "15%",
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "value",
      title: t("imports.rejects.value"),
      render: ({ value }) => <Cell text={value} />,
      width: "18%",
      visibleMediaQuery: WIDE,
    },
    { accessor: "reason", title: t("imports.rejects.reason"), render: (line) => <Why line={line} tellsOutcome={tellsOutcome} /> },
    {
      accessor: "remedy",
      title: t("imports.rejects.remedy"),
      render: ({ remedy }) => <Text size="sm">{remedy}</Text>,
      visibleMediaQuery: WIDE,
    },
  ];
}

function Outcome({ line: { outcome } }: { line: RejectLine }) {
  const { t } = useTranslation();
  return <StateBadge state={outcome === "left_out" ? "warning" : "failed"} words={t(`imports.rejects.outcomes.${outcome}`)} />;
}

/** On a narrow screen the reason tells everything. */
function Why({ line, tellsOutcome }: { line: RejectLine; tellsOutcome: boolean }) {
  return (
    <>
      {tellsOutcome && (
        <Text component="div" hiddenFrom="sm" mb={4}>
          <Outcome line={line} />
        </Text>
      )}
      <Text size="sm">{line.reason}</Text>
      <Text size="xs" c="dimmed" mt={4} hiddenFrom="sm">
        {[line.column, line.remedy].filter(Boolean).join(": ")}
      </Text>
    </>
  );
}

function Cell({ text }: { text: string | null }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" lineClamp={2} title={text ?? undefined} style={{ overflowWrap: "anywhere" }}>
      {text || t("common.blank")}
    </Text>
  );
}
