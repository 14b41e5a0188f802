import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../common/PageHeader";
import { ListSection } from "./ListSection";

/** The lists that are kept for accounts and contacts. */
export function ListsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("lists.title")} note={t("lists.note")} back={{ to: "/accounts", label: t("lists.back") }} />
      <Stack gap="lg">
        <ListSection list="account-statuses" />
        <ListSection list="account-roles" />
        <ListSection list="contact-statuses" />
      </Stack>
    </>
  );
}
