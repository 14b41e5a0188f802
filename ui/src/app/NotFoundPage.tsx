import { Button } from "@mantine/core";
import { IconMapPinQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../common/EmptyState";
import { usePageTitle } from "../common/usePageTitle";

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t("app.notFoundTitle"));
  return (
    <EmptyState page icon={<IconMapPinQuestion />} title={t("app.notFoundTitle")} text={t("app.notFoundText")}>
      <Button component={Link} to="/contacts">
        {t("app.toContacts")}
      </Button>
    </EmptyState>
  );
}
