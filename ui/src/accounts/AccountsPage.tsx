import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconBuilding, IconListDetails, IconPlus, IconSearchOff } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Account } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatNumber } from "../common/format";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE } from "../common/screens";
import { SearchBox, useSearch } from "../common/SearchBox";
import { useKeyPaging } from "../common/useKeyPaging";
import { withTexts } from "../i18n";
import { accountPath, LISTS_PATH } from "./links";
import { useAccounts } from "./queries";
import { StatusBadge } from "./StatusBadge";

const NewAccountModal = lazy(withTexts(["accounts", "fields"], () => import("./NewAccountModal")));

export function AccountsPage() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const add = () => setAdding(true);
  return (
    <>
      <PageHeader title={t("accounts.title")}>
        <Button component={Link} to={LISTS_PATH} variant="default" leftSection={<IconListDetails size={16} />}>
          {t("lists.title")}
        </Button>
        <Button leftSection={<IconPlus size={16} />} onClick={add}>
          {t("accounts.new")}
        </Button>
      </PageHeader>
      <Group mb="md">
        <SearchBox label={t("accounts.searchLabel")} hint={t("accounts.searchHint")} />
      </Group>
      <AccountTable onNew={add} />
      <Suspense>{adding && <NewAccountModal onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}

function AccountTable({ onNew }: { onNew: () => void }) {
  const search = useSearch();
  const { t } = useTranslation();
  const paging = useKeyPaging();
  const query = useAccounts(search, paging.after);
  const columns: DataTableColumn<Account>[] = [
    { accessor: "name", title: t("accounts.name"), render: (account) => <NameCell account={account} /> },
    {
      accessor: "status",
      title: t("accounts.status"),
      render: ({ status }) => status && <StatusBadge status={status} />,
      width: 200,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "city",
      title: t("accounts.field.city"),
      render: ({ fields }) => (
        <Text size="sm" truncate>
          {fields.city}
        </Text>
      ),
      width: "22%",
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "contacts",
      title: t("accounts.contacts"),
      render: ({ contacts }) => formatNumber(contacts),
      textAlign: "right",
      width: 110,
    },
  ];
  return (
    <ListTable
      label={t("accounts.title")}
      query={query}
      columns={columns}
      paging={paging}
      empty={<NoAccounts search={search} onNew={onNew} />}
    />
  );
}

/** On a narrow screen everything stands under the name. */
function NameCell({ account: { id, name, status, fields, parent } }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <>
      <Anchor component={Link} to={accountPath(id)} fw={600} size="sm" lineClamp={2} title={name}>
        {name}
      </Anchor>
      {parent && (
        <Text size="xs" c="dimmed" truncate>
          {t("accounts.below", { name: parent.name })}
        </Text>
      )}
      <Group hiddenFrom="sm" gap="xs" mt={status || fields.city ? 4 : 0}>
        {status && <StatusBadge status={status} />}
        {fields.city && (
          <Text size="xs" c="dimmed">
            {fields.city}
          </Text>
        )}
      </Group>
    </>
  );
}

function NoAccounts({ search, onNew }: { search: string; onNew: () => void }) {
  const { t } = useTranslation();
  if (search) return <EmptyState icon={<IconSearchOff />} title={t("accounts.noneFound")} text={t("accounts.nothingText", { search })} />;
  return (
    <EmptyState icon={<IconBuilding />} title={t("accounts.emptyTitle")} text={t("accounts.emptyText")}>
      <Button variant="default" onClick={onNew}>
        {t("accounts.new")}
      </Button>
    </EmptyState>
  );
}
