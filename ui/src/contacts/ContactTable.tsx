import { Anchor, Text } from "@mantine/core";
import { IconSearchOff } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatDay } from "../common/format";
import { ListTable } from "../common/ListTable";
import { WIDE, WIDER } from "../common/screens";
import { useSearch } from "../common/SearchBox";
import { useKeyPaging } from "../common/useKeyPaging";
import { nameOf, phoneOf } from "./contact";
import { useContacts } from "./queries";

/** The contacts that the address asks for, all of them or the members of one group. */
export function ContactTable({ groupId, empty }: { groupId?: number; empty: ReactNode }) {
  const { t } = useTranslation();
  const search = useSearch();
  const paging = useKeyPaging();
  const query = useContacts({ search, groupId, after: paging.after });
  const columns = useColumns();
  return (
    <ListTable label={t("contacts.table")} query={query} columns={columns} paging={paging} empty={search ? <NothingFound search={search} /> : empty} />
  );
}

function useColumns(): DataTableColumn<Contact>[] {
  const { t } = useTranslation();
  const blank = t("common.blank");
  return [
    { accessor: "name", title: t("contacts.name"), render: (contact) => <NameCell contact={contact} /> },
    { accessor: "email", title: t("contacts.email"), render: ({ email }) => <Line text={email} />, width: "26%", visibleMediaQuery: WIDE },
    { accessor: "company", title: t("contacts.company"), render: ({ fields }) => <Line text={fields.company || blank} />, width: "18%", visibleMediaQuery: WIDE },
    { accessor: "city", title: t("contacts.city"), render: ({ fields }) => <Line text={fields.city || blank} />, width: "12%", visibleMediaQuery: WIDER },
    { accessor: "phone", title: t("contacts.phone"), render: (contact) => <Line text={phoneOf(contact) ?? blank} />, width: "14%", visibleMediaQuery: WIDER },
    { accessor: "created_at", title: t("contacts.created"), render: (contact) => formatDay(contact.created_at), noWrap: true, width: 124 },
  ];
}

function NameCell({ contact }: { contact: Contact }) {
  const name = nameOf(contact);
  return (
    <>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm" lineClamp={2} title={name || contact.email}>{name || contact.email}</Anchor>
      {name && <Text size="xs" c="dimmed" hiddenFrom="sm" truncate>{contact.email}</Text>}
    </>
  );
}

/** One line, whatever the length: a list is for the eye, the whole value stands on the contact's page. */
function Line({ text }: { text: string }) {
  return <Text size="sm" truncate title={text}>{text}</Text>;
}

function NothingFound({ search }: { search: string }) {
  const { t } = useTranslation();
  return <EmptyState icon={<IconSearchOff />} title={t("contacts.nothingTitle")} text={t("contacts.nothingText", { search })} />;
}
