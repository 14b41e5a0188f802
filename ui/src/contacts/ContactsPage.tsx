import { Anchor, Button, Group } from "@mantine/core";
import { IconFileImport, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../common/EmptyState";
import { PageHeader } from "../common/PageHeader";
import { SearchBox } from "../common/SearchBox";
import { EXAMPLE_URL } from "../imports/links";
import { ContactTable } from "./ContactTable";

export function ContactsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("contacts.title")}>
        <ImportButton />
      </PageHeader>
      <Group mb="md">
        <SearchBox label={t("contacts.searchLabel")} hint={t("contacts.searchHint")} />
      </Group>
      <ContactTable empty={<NewBase />} />
    </>
  );
}

/** The same words as the button above, but one main action per page: the invitation links to the example. */
function NewBase() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconUsers />} title={t("contacts.emptyTitle")} text={t("contacts.emptyText")}>
      <ImportButton />
      <Anchor href={EXAMPLE_URL} size="sm">{t("wizard.file.example")}</Anchor>
    </EmptyState>
  );
}

function ImportButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/contacts/import" leftSection={<IconFileImport size={16} />}>{t("contacts.import")}</Button>
  );
}
