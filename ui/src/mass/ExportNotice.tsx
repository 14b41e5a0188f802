import { Anchor, CloseButton, Group, Paper, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconFileCheck, IconFileDownload } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MassAction } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { isOver } from "../common/work";
import { exportFileUrl, MASS_ACTIONS_PATH } from "./links";
import classes from "./Mass.module.css";
import { isGone, useMassAction } from "./queries";
import { RunProgress } from "./RunProgress";

/** How far an export is. When its file is ready the browser gets it by itself. */
export default function ExportNotice({ started, onClose }: { started: MassAction; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: run, error, refetch } = useMassAction(started);
  useDownloadWhenReady(run);
  if (isGone(error)) return null;
  return (
    <Paper component="section" aria-label={t("mass.export.notice")} className={classes.notice} px="md" py="sm" mb="md">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <State run={run} />
        <Stack gap={6} flex={1} miw={0}>
          <Text size="sm" fw={600} role="status">
            <Words run={run} />
          </Text>
          {!isOver(run) && <RunProgress run={run} />}
          {run.state === "failed" && run.failure && <Text size="sm">{run.failure}</Text>}
          {error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
          <Group gap="2px 16px">
            {run.state === "finished" && (
              <Anchor size="sm" href={exportFileUrl(run.id)} download>
                {t("mass.export.again")}
              </Anchor>
            )}
            <Anchor size="sm" component={Link} to={MASS_ACTIONS_PATH}>
              {t("mass.all")}
            </Anchor>
          </Group>
        </Stack>
        <CloseButton aria-label={t("common.close")} onClick={onClose} />
      </Group>
    </Paper>
  );
}

function State({ run: { state } }: { run: MassAction }) {
  if (state === "failed") return <IconAlertCircle size={20} color="var(--mantine-color-error)" aria-hidden />;
  return state === "finished" ? <IconFileCheck size={20} aria-hidden /> : <IconFileDownload size={20} aria-hidden />;
}

function Words({ run: { state, done, total } }: { run: MassAction }) {
  const { t } = useTranslation();
  if (state === "failed") return t("mass.export.failed");
  if (state === "expired") return t("mass.export.expired");
  if (state === "finished") return t("mass.export.ready", { count: done, formatted: formatNumber(done) });
  return t("mass.export.running", { count: total ?? 0, formatted: formatNumber(total ?? 0) });
}

function useDownloadWhenReady({ id, state }: MassAction) {
  const begun = useRef(false);
  useEffect(() => {
    if (state !== "finished" || begun.current) return;
    begun.current = true;
    const link = document.createElement("a");
    link.href = exportFileUrl(id);
    link.download = "";
    link.click();
  }, [id, state]);
}
