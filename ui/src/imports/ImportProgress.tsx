import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconInfoCircle, IconPlayerPause, IconPlugConnectedX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { asSentence, formatNumber, formatTimeLeft } from "../common/format";
import { Section } from "../common/Section";
import classes from "./Imports.module.css";
import { LiveCounts } from "./LiveCounts";
import { useCancelImport } from "./queries";
import { StateBadge } from "./StateBadge";

/** A waiting or running import. `lost`: nothing has been heard of it lately. */
export function ImportProgress({ it, lost }: { it: Import; lost: boolean }) {
  const { t } = useTranslation();
  const title = it.trouble
    ? t("imports.progress.paused")
    : it.state === "queued"
      ? t("imports.progress.queued")
      : t("imports.progress.running");
  return (
    <Section title={title} aside={<StateBadge it={it} />}>
      <Stack gap="lg">
        {lost && (
          <Alert color="orange" icon={<IconPlugConnectedX />}>
            {t("imports.progress.lost")}
          </Alert>
        )}
        {it.trouble && (
          <Alert color="orange" icon={<IconPlayerPause />} title={asSentence(it.trouble.detail)}>
            <Text size="sm">{it.trouble.remedy}</Text>
          </Alert>
        )}
        <Bar it={it} />
        <LiveCounts counts={it.counts} />
        <Group justify="space-between" gap="sm">
          <Group gap="xs" wrap="nowrap" c="dimmed">
            <IconInfoCircle size={18} aria-hidden />
            <Text size="sm">{t("imports.progress.leave")}</Text>
          </Group>
          <CancelButton id={it.id} />
        </Group>
      </Stack>
    </Section>
  );
}

function CancelButton({ id }: { id: number }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const cancel = useCancelImport(id);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("imports.cancel.button")}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t("imports.cancel.title")}
          text={t("imports.cancel.text")}
          action={t("imports.cancel.button")}
          pending={cancel.isPending}
          failure={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Bar({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { rows_done: done, rows_total: total } = it.progress;
  const known = total != null && total > 0;
  const percent = known ? Math.min(100, (100 * done) / total) : it.state === "queued" ? 0 : 100;
  const rows = known
    ? t("imports.progress.rows", { done: formatNumber(done), total: formatNumber(total) })
    : t("imports.progress.rowsOnly", { done: formatNumber(done) });
  return (
    <Stack gap={8}>
      <Progress.Root size="lg" radius="xl">
        <Progress.Section value={percent} animated={it.state === "running"} aria-label={t("imports.progress.bar")} aria-valuetext={rows} />
      </Progress.Root>
      <Group justify="space-between" gap="xs" className={classes.numbers}>
        <Text size="sm">{rows}</Text>
        {!it.trouble && (
          <Text size="sm" c="dimmed">
            <Pace it={it} />
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Pace({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { rows_per_second: rate, seconds_left: left } = it.progress;
  const parts = [
    rate != null && t("imports.progress.rate", { rate: formatNumber(Math.round(rate)) }),
    left != null && (left < 1 ? t("imports.progress.nearlyDone") : t("imports.progress.left", { time: formatTimeLeft(left) })),
  ];
  return parts.filter(Boolean).join(" · ");
}
