import { Alert, Progress, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../api/types";
import { formatNumber } from "../common/format";

/** The group's members are being found anew. */
export function Rebuilding({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const { done = 0, total = null } = group.progress ?? {};
  const known = total !== null && total > 0;
  const words = known ? t("groups.rebuilding.progress", { done: formatNumber(done), total: formatNumber(total) }) : t("groups.rebuilding.starting");
  return (
    <Alert color="blue" icon={<IconRefresh />} title={t("groups.rebuilding.title")} role="status">
      <Stack gap="xs">
        <Text size="sm">{t("groups.rebuilding.text")}</Text>
        <Progress.Root radius="xl">
          <Progress.Section value={known ? Math.min(100, (100 * done) / total) : 100} animated aria-label={t("groups.rebuilding.bar")} aria-valuetext={words} />
        </Progress.Root>
        <Text size="sm">{words}</Text>
      </Stack>
    </Alert>
  );
}
