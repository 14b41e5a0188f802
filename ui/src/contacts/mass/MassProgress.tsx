import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MassAction } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { formatNumber } from "../../common/format";
import { isOver, useMassAction } from "./queries";

/** How far the action is, and at its end what came of it. */
export function MassProgress({ started, onClose }: { started: MassAction; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: run, error, refetch } = useMassAction(started);
  return (
    <Stack>
      {isOver(run) ? <Outcome run={run} /> : <Running run={run} />}
      {error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      <Group justify="flex-end"><Button variant={isOver(run) ? "filled" : "default"} onClick={onClose}>{t("common.close")}</Button></Group>
    </Stack>
  );
}

function Running({ run: { done, total } }: { run: MassAction }) {
  const { t } = useTranslation();
  const share = total == null ? 0 : (100 * done) / Math.max(total, 1);
  return (
    <>
      <Progress.Root size="lg">
        <Progress.Section value={share} animated aria-label={t("mass.progress")} />
      </Progress.Root>
      <Text size="sm">{total == null ? t("mass.doneOnly", { done: formatNumber(done) }) : t("mass.done", { done: formatNumber(done), total: formatNumber(total) })}</Text>
      <Text size="sm" c="dimmed">{t("mass.leave")}</Text>
    </>
  );
}

function Outcome({ run: { action, state, changed, skipped, failure } }: { run: MassAction }) {
  const { t } = useTranslation();
  const words = { count: changed, formatted: formatNumber(changed) };
  const left = skipped > 0 && <Text size="sm">{t("mass.skipped", { count: skipped, formatted: formatNumber(skipped) })}</Text>;
  if (state === "failed") {
    return (
      <Alert color="red" icon={<IconAlertCircle />} title={t("mass.failed")} role="alert">
        {failure && <Text size="sm">{failure}</Text>}
        <Text size="sm">{t(`mass.${action.kind}.outcome`, words)}</Text>
      </Alert>
    );
  }
  return <Alert color="pine" icon={<IconCheck />} title={t(`mass.${action.kind}.outcome`, words)} role="status">{left}</Alert>;
}
