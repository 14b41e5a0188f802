import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MassAction } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { isOver } from "../common/work";
import { MASS_ACTIONS_PATH } from "./links";
import { useMassAction } from "./queries";
import { RunProgress } from "./RunProgress";

/** How far the action is, and at its end what came of it. */
export function MassProgress({ started, onClose }: { started: MassAction; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: run, error, refetch } = useMassAction(started);
  return (
    <Stack>
      {isOver(run) ? <Outcome run={run} /> : <Running run={run} />}
      {error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      <Group justify="flex-end">
        <Button variant={isOver(run) ? "filled" : "default"} onClick={onClose}>
          {t("common.close")}
        </Button>
      </Group>
    </Stack>
  );
}

function Running({ run }: { run: MassAction }) {
  const { t } = useTranslation();
  return (
    <>
      <RunProgress run={run} size="lg" />
      <Text size="sm" c="dimmed">
        {t("mass.leave")}{" "}
        <Anchor component={Link} underline="always" to={MASS_ACTIONS_PATH}>
          {t("mass.all")}
        </Anchor>
      </Text>
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
  return (
    <Alert color="pine" icon={<IconCheck />} title={t(`mass.${action.kind}.outcome`, words)} role="status">
      {left}
    </Alert>
  );
}
