import { Alert } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Late } from "../api/types";
import { formatMoment } from "./format";

/** What is shown does not have all changes, because bringing it up to date failed. */
export function LateAlert({ late }: { late: Late }) {
  const { t } = useTranslation();
  const again = late.again_at ? t("late.again", { at: formatMoment(late.again_at) }) : t("late.now");
  return (
    <Alert color="orange" icon={<IconClockExclamation />} title={t("late.title", { since: formatMoment(late.since) })} role="status">
      {t("late.text")} {again}
    </Alert>
  );
}
