import { Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MassAction } from "../api/types";
import { formatNumber } from "../common/format";

/** How far a mass action is. */
export function RunProgress({ run: { done, total }, size = "sm" }: { run: MassAction; size?: "sm" | "lg" }) {
  const { t } = useTranslation();
  const share = total == null ? 0 : (100 * done) / Math.max(total, 1);
  return (
    <>
      <Progress.Root size={size}>
        <Progress.Section value={Math.min(share, 100)} animated aria-label={t("mass.progress")} />
      </Progress.Root>
      <Text size="sm">
        {total == null
          ? t("mass.doneOnly", { done: formatNumber(done) })
          : t("mass.done", { done: formatNumber(done), total: formatNumber(total) })}
      </Text>
    </>
  );
}
