import { Anchor, Box, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MassAction } from "../api/types";
import { formatDay, formatMoment, formatNumber } from "../common/format";
import { isOver } from "../common/work";
import { exportFileUrl } from "./links";
import { RunProgress } from "./RunProgress";

/** What is done, and when it was asked for; on a narrow screen also what came of it. */
export function RunTitle({ run }: { run: MassAction }) {
  return (
    <>
      <Text size="sm" fw={600} lineClamp={3}>
        <Title run={run} />
      </Text>
      <Text size="xs" c="dimmed">
        {formatMoment(run.created_at)}
      </Text>
      <Box hiddenFrom="sm" mt={6}>
        <RunOutcome run={run} />
      </Box>
    </>
  );
}

function Title({ run: { action, about } }: { run: MassAction }) {
  const { t } = useTranslation();
  if (action.kind === "export") return t(`mass.export.title.${action.format}`);
  if (action.kind === "delete") return t("mass.delete.did");
  return about == null ? t(`mass.${action.kind}.didUnknown`) : t(`mass.${action.kind}.did`, { about });
}

/** How far it is, or what came of it, with the file of an export. */
export function RunOutcome({ run }: { run: MassAction }) {
  const { t } = useTranslation();
  if (!isOver(run))
    return (
      <Stack gap={4}>
        <RunProgress run={run} />
      </Stack>
    );
  const count = run.action.kind === "export" ? run.done : run.changed;
  const words = { count, formatted: formatNumber(count) };
  return (
    <>
      {run.failure && (
        <Text size="sm" c="red.9" style={{ overflowWrap: "anywhere" }}>
          {run.failure}
        </Text>
      )}
      {(run.state !== "failed" || count > 0) && <Text size="sm">{t(`mass.${run.action.kind}.outcome`, words)}</Text>}
      {run.skipped > 0 && (
        <Text size="sm" c="dimmed">
          {t("mass.skipped", { count: run.skipped, formatted: formatNumber(run.skipped) })}
        </Text>
      )}
      {run.cut > 0 && (
        <Text size="sm" c="orange.9">
          {t("mass.cut", { count: run.cut, formatted: formatNumber(run.cut) })}
        </Text>
      )}
      <ExportFile run={run} />
    </>
  );
}

function ExportFile({ run: { id, state, file_until: until } }: { run: MassAction }) {
  const { t } = useTranslation();
  if (state === "expired")
    return (
      <Text size="sm" c="dimmed">
        {t("mass.export.expired")}
      </Text>
    );
  if (until == null) return null;
  return (
    <Text size="sm" c="dimmed">
      <Anchor href={exportFileUrl(id)} download underline="always">
        {t("mass.export.download")}
      </Anchor>{" "}
      · {t("mass.export.until", { day: formatDay(until) })}
    </Text>
  );
}
