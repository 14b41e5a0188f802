import { Anchor, Skeleton, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityImport } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment, formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { StateBadge } from "../common/StateBadge";
import { useActivityImports } from "./useHistoryImport";

/** The latest files, so that whoever closed the page finds what became of theirs. */
export function HistoryImports({ shown }: { shown: number | undefined }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useActivityImports();
  if (error && !data) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={120} role="status" aria-label={t("app.loading")} />;
  const { items } = data;
  if (items.length === 0) return null;
  return (
    <Section title={t("activities.history.earlier")}>
      <Table.ScrollContainer minWidth={600}>
        <Table aria-label={t("activities.history.earlier")} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("activities.history.name")}</Table.Th>
              <Table.Th w={130}>{t("activities.history.state")}</Table.Th>
              <Table.Th w={130} ta="right">
                {t("activities.history.recorded")}
              </Table.Th>
              <Table.Th w={130} ta="right">
                {t("activities.history.notRecorded")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((it) => (
              <Line key={it.id} it={it} current={it.id === shown} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Line({ it, current }: { it: ActivityImport; current: boolean }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        <Anchor component={Link} to={`?import=${it.id}`} size="sm" fw={600} aria-current={current || undefined}>
          {it.file_name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {formatMoment(it.created_at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge state={it.state} words={t(`activities.history.states.${it.state}`)} />
      </Table.Td>
      <Table.Td ta="right">{formatNumber(it.recorded)}</Table.Td>
      <Table.Td ta="right">{formatNumber(it.not_recorded)}</Table.Td>
    </Table.Tr>
  );
}
