import { Button, SegmentedControl, Skeleton, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupDetail, GroupDay } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { TrendChart, type TrendPoint } from "../common/TrendChart";
import { dayName, movedDays, movementOf, toPoints } from "./growth";
import { useGrowth } from "./memberQueries";

const PERIODS = [30, 90, 365];

/** How many members there were day by day, and how many entered and left. */
export function GroupGrowth({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(90);
  const query = useGrowth(group.id, days);
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t("groups.growth.period")}
      value={String(days)}
      onChange={(value) => setDays(Number(value))}
      data={PERIODS.map((period) => ({ value: String(period), label: t("groups.growth.days", { count: period }) }))}
    />
  );
  return (
    <Section title={t("groups.growth.title")} aside={choice}>
      {query.data ? (
        <Growth days={query.data} />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={260} />
      )}
    </Section>
  );
}

function Growth({ days }: { days: GroupDay[] }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  if (days.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("groups.growth.none")}
      </Text>
    );
  const { entered, left } = movementOf(days);
  const summary = t("groups.growth.summary", { count: days.length, entered: formatNumber(entered), left: formatNumber(left) });
  const describe = ({ name, value, came, went }: TrendPoint) =>
    t("groups.growth.day", {
      day: name,
      count: value,
      members: formatNumber(value),
      entered: formatNumber(came),
      left: formatNumber(went),
    });
  return (
    <>
      <TrendChart points={toPoints(days)} label={`${t("groups.growth.chart")} ${summary}`} describe={describe} />
      <Text size="sm" c="dimmed" mt="sm">
        {summary}
      </Text>
      <Button size="compact-sm" variant="subtle" mt={4} ml={-8} aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
        {t(asTable ? "groups.growth.hideTable" : "groups.growth.showTable")}
      </Button>
      {asTable && <MovedDays days={movedDays(days)} />}
    </>
  );
}

function MovedDays({ days }: { days: GroupDay[] }) {
  const { t } = useTranslation();
  if (days.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("groups.growth.quiet")}
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={280} maxHeight={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t("groups.growth.table")} verticalSpacing={4} horizontalSpacing="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("groups.growth.dayHead")}</Table.Th>
            <Table.Th ta="right">{t("groups.growth.entered")}</Table.Th>
            <Table.Th ta="right">{t("groups.growth.left")}</Table.Th>
            <Table.Th ta="right">{t("groups.members")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map(({ day, members, entered, left }) => (
            <Table.Tr key={day}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>{dayName(day)}</Table.Td>
              <Table.Td ta="right">{formatNumber(entered)}</Table.Td>
              <Table.Td ta="right">{formatNumber(left)}</Table.Td>
              <Table.Td ta="right">{formatNumber(members)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
