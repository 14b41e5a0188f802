import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../common/EmptyState";

/** Stands in for a page that threw, or whose code could not be loaded. */
export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <EmptyState page icon={<IconMoodSad />} title={t("app.brokenTitle")} text={t("app.brokenText")}>
      <Button onClick={() => window.location.reload()}>{t("app.reload")}</Button>
    </EmptyState>
  );
}
