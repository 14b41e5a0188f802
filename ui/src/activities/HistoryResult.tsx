import { Alert, Progress, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ActivityImport } from "../api/types";
import { formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { isOver } from "../common/work";

/** What became of the rows of a file, while they are recorded and afterwards. */
export function HistoryResult({ result }: { result: ActivityImport }) {
  const { t } = useTranslation();
  const { rows, file_name: name } = result;
  return (
    <Section title={t(isOver(result) ? "activities.history.result" : "activities.history.running")}>
      <Stack>
        {!isOver(result) && <Running result={result} />}
        {result.state === "failed" && (
          <Alert color="red" icon={<IconAlertCircle />} title={t("activities.history.failed", { name })} role="alert">
            {result.failure}
          </Alert>
        )}
        {isOver(result) && (
          <Text size="sm" role="status" style={{ overflowWrap: "anywhere" }}>
            {t("activities.history.rows", { count: rows, formatted: formatNumber(rows), name })}
          </Text>
        )}
        <SimpleGrid component="dl" cols={{ base: 1, sm: 3 }} m={0}>
          <Count label={t("activities.history.recorded")} value={result.recorded} />
          <Count label={t("activities.history.repeated")} value={result.repeated} />
          <Count label={t("activities.history.notRecorded")} value={result.not_recorded} />
        </SimpleGrid>
        {result.not_tracked > 0 && (
          <Text size="sm" c="dimmed">
            {t("activities.history.notTracked", { count: result.not_tracked, formatted: formatNumber(result.not_tracked) })}
          </Text>
        )}
        {result.rejected.length > 0 && <Rejected result={result} />}
      </Stack>
    </Section>
  );
}

function Running({ result: { rows, total, file_name: name } }: { result: ActivityImport }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" role="status" style={{ overflowWrap: "anywhere" }}>
        {t("activities.history.recording", { name })}
      </Text>
      <Progress.Root size="lg">
        <Progress.Section value={total ? (100 * rows) / total : 100} animated aria-label={t("activities.history.running")} />
      </Progress.Root>
      <Text size="sm" c="dimmed">
        {total ? `${t("activities.history.done", { done: formatNumber(rows), total: formatNumber(total) })} · ` : ""}
        {t("activities.history.leave")}
      </Text>
    </>
  );
}

function Count({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fz="1.5rem" fw={650}>
        {formatNumber(value)}
      </Text>
    </div>
  );
}

function Rejected({ result: { rejected, not_recorded } }: { result: ActivityImport }) {
  const { t } = useTranslation();
  const more = not_recorded - rejected.length;
  return (
    <>
      <Title order={3}>{t("activities.history.rejected")}</Title>
      <Table aria-label={t("activities.history.rejected")} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>{t("activities.history.row")}</Table.Th>
            <Table.Th>{t("activities.history.reason")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rejected.map(({ row, detail }) => (
            <Table.Tr key={row}>
              <Table.Td>{formatNumber(row)}</Table.Td>
              <Table.Td>{detail}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {t("activities.history.rejectedMore", { count: more, formatted: formatNumber(more) })}
        </Text>
      )}
    </>
  );
}
