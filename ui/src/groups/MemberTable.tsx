import { Text, VisuallyHidden } from "@mantine/core";
import { IconSearchOff, IconUsers } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import type { Contact, GroupDetail, Member } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatDay } from "../common/format";
import { ListTable } from "../common/ListTable";
import { WIDE, WIDER } from "../common/screens";
import { useSearch } from "../common/SearchBox";
import { useKeyPaging } from "../common/useKeyPaging";
import { ContactCell } from "../contacts/ContactCell";
import { MemberMenu } from "./MemberMenu";
import { useMembers, type useMemberAct } from "./memberQueries";
import { Reasons } from "./Reasons";

export interface MemberListProps {
  group: GroupDetail;
  act: ReturnType<typeof useMemberAct>;
  onWhy: (contact: Contact) => void;
}

type Row = Member & { id: number };

export function MemberTable(props: MemberListProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const paging = useKeyPaging();
  const query = useMembers(props.group.id, search, paging.after);
  return (
    <ListTable
      label={t("groups.memberTable")}
      query={query}
      columns={useColumns(props)}
      paging={paging}
      empty={<NoMembers group={props.group} search={search} />}
    />
  );
}

function useColumns({ act, onWhy }: MemberListProps): DataTableColumn<Row>[] {
  const { t } = useTranslation();
  return [
    { accessor: "name", title: t("contacts.name"), render: (member) => <NameCell member={member} /> },
    {
      accessor: "email",
      title: t("groups.email"),
      render: ({ contact }) => (
        <Text size="sm" truncate title={contact.email}>
          {contact.email}
        </Text>
      ),
      visibleMediaQuery: WIDER,
    },
    {
      accessor: "reasons",
      title: t("groups.reasons"),
      render: ({ reasons }) => <Reasons reasons={reasons} />,
      width: "28%",
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "since",
      title: t("groups.since"),
      render: ({ since }) => formatDay(since),
      width: 130,
      noWrap: true,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "actions",
      title: <VisuallyHidden>{t("groups.actions")}</VisuallyHidden>,
      render: (member) => <MemberMenu member={member} act={act} onWhy={onWhy} />,
      width: 68,
      textAlign: "right",
    },
  ];
}

/** On a narrow screen everything stands under the name. */
function NameCell({ member: { contact, reasons, since } }: { member: Row }) {
  const { t } = useTranslation();
  return (
    <>
      <ContactCell contact={contact} />
      <Text component="div" size="xs" c="dimmed" mt={4} hiddenFrom="sm">
        <Reasons reasons={reasons} /> {t("groups.sinceDay", { day: formatDay(since) })}
      </Text>
    </>
  );
}

function NoMembers({ group, search }: { group: GroupDetail; search: string }) {
  const { t } = useTranslation();
  if (search)
    return <EmptyState icon={<IconSearchOff />} title={t("contacts.nothingTitle")} text={t("contacts.nothingText", { search })} />;
  if (group.state === "rebuilding")
    return <EmptyState icon={<IconUsers />} title={t("groups.noMembersTitle")} text={t("groups.noMembersYet")} />;
  return (
    <EmptyState
      icon={<IconUsers />}
      title={t("groups.noMembersTitle")}
      text={group.condition ? t("groups.noMembersCondition") : t("groups.noMembersText")}
    />
  );
}
