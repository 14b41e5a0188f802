import { ActionIcon, Button, Group, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { IconPlus, IconSearchOff, IconUsers, IconX } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountContact, AccountDetail } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { FailureAlert } from "../common/FailureAlert";
import { formatDay } from "../common/format";
import { ListTable } from "../common/ListTable";
import { WIDE, WIDER } from "../common/screens";
import { SearchBox, useSearch } from "../common/SearchBox";
import { useKeyPaging } from "../common/useKeyPaging";
import { nameOf } from "../contacts/contact";
import { ContactCell } from "../contacts/ContactCell";
import { withTexts } from "../i18n";
import { RoleSelect } from "./pickers";
import { useAccountContacts, usePutContact, useTakeOutContact } from "./queries";

const AddContactsModal = lazy(withTexts(["accounts", "contacts"], () => import("./AddContactsModal")));

type Row = AccountContact & { id: number };

/** The contacts in the account with their roles. */
export function AccountContacts({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const search = useSearch();
  const paging = useKeyPaging();
  const query = useAccountContacts(account.id, search, paging.after);
  const [adding, setAdding] = useState(false);
  const put = usePutContact();
  const takeOut = useTakeOutContact();
  const failure = put.error ?? takeOut.error;
  return (
    <section aria-label={t("accounts.contacts")}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2}>{t("accounts.contacts")}</Title>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t("accounts.addContacts")}
          </Button>
        </Group>
        {(account.contacts > 0 || search) && (
          <Group>
            <SearchBox label={t("contacts.searchLabel")} hint={t("contacts.searchHint")} />
          </Group>
        )}
        {failure && <FailureAlert failure={failure} />}
        <div>
          <ListTable
            label={t("accounts.contacts")}
            query={query}
            columns={useColumns(account, put, takeOut)}
            paging={paging}
            empty={<NoContacts search={search} />}
          />
        </div>
      </Stack>
      <Suspense>{adding && <AddContactsModal account={account} onClose={() => setAdding(false)} />}</Suspense>
    </section>
  );
}

function useColumns(
  { id: accountId }: AccountDetail,
  put: ReturnType<typeof usePutContact>,
  takeOut: ReturnType<typeof useTakeOutContact>,
): DataTableColumn<Row>[] {
  const { t } = useTranslation();
  const named = ({ contact }: Row) => nameOf(contact) || contact.email;
  const role = (row: Row) => (
    <RoleSelect
      size="xs"
      aria-label={t("accounts.roleOf", { name: named(row) })}
      value={row.role ?? null}
      disabled={put.isPending && put.variables.contactId === row.id}
      onChange={(roleId) => put.mutate({ accountId, contactId: row.id, roleId })}
    />
  );
  const leave = (row: Row) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={t("accounts.takeOutNamed", { name: named(row) })}
      loading={takeOut.isPending && takeOut.variables.contactId === row.id}
      onClick={() => takeOut.mutate({ accountId, contactId: row.id })}>
      <IconX size={16} />
    </ActionIcon>
  );
  return [
    { accessor: "name", title: t("contacts.name"), render: ({ contact }) => <ContactCell contact={contact} /> },
    {
      accessor: "email",
      title: t("accounts.email"),
      render: ({ contact }) => (
        <Text size="sm" truncate title={contact.email}>
          {contact.email}
        </Text>
      ),
      visibleMediaQuery: WIDER,
    },
    { accessor: "role", title: t("accounts.role"), render: role, width: "38%" },
    {
      accessor: "since",
      title: t("accounts.since"),
      render: ({ since }) => formatDay(since),
      width: 140,
      noWrap: true,
      visibleMediaQuery: WIDE,
    },
    { accessor: "actions", title: <VisuallyHidden>{t("accounts.actions")}</VisuallyHidden>, render: leave, width: 60, textAlign: "right" },
  ];
}

function NoContacts({ search }: { search: string }) {
  const { t } = useTranslation();
  if (search)
    return <EmptyState icon={<IconSearchOff />} title={t("contacts.nothingTitle")} text={t("contacts.nothingText", { search })} />;
  return <EmptyState icon={<IconUsers />} title={t("accounts.noContactsTitle")} text={t("accounts.noContactsText")} />;
}
