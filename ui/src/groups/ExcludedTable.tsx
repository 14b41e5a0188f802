import { Button, Text, VisuallyHidden } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import type { Member } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatDay } from "../common/format";
import { ListTable } from "../common/ListTable";
import { WIDE, WIDER } from "../common/screens";
import { useKeyPaging } from "../common/useKeyPaging";
import { nameOf } from "../contacts/contact";
import { ContactCell } from "../contacts/ContactCell";
import { useExclusions } from "./memberQueries";
import type { MemberListProps } from "./MemberTable";

type Row = Member & { id: number };

/** Who never gets into the group, whatever speaks for it, until let in again. */
export function ExcludedTable(props: MemberListProps) {
  const { t } = useTranslation();
  const paging = useKeyPaging();
  const query = useExclusions(props.group.id, paging.after);
  const empty = <EmptyState icon={<IconUserOff />} title={t("groups.noExcludedTitle")} text={t("groups.noExcludedText")} />;
  return <ListTable label={t("groups.excludedTable")} query={query} columns={useColumns(props)} paging={paging} empty={empty} />;
}

function useColumns({ act }: MemberListProps): DataTableColumn<Row>[] {
  const { t } = useTranslation();
  return [
    { accessor: "name", title: t("contacts.name"), render: ({ contact }) => <ContactCell contact={contact} /> },
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
      accessor: "since",
      title: t("groups.since"),
      render: ({ since }) => formatDay(since),
      width: 140,
      noWrap: true,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "actions",
      title: <VisuallyHidden>{t("groups.actions")}</VisuallyHidden>,
      render: ({ contact }) => <LetIn contact={contact} act={act} />,
      width: 148,
      textAlign: "right",
    },
  ];
}

function LetIn({ contact, act }: Pick<MemberListProps, "act"> & Pick<Member, "contact">) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={t("groups.letInNamed", { name: nameOf(contact) || contact.email })}
      loading={act.isPending && act.variables.contactId === contact.id}
      onClick={() => act.mutate({ act: "letIn", contactId: contact.id })}>
      {t("groups.letIn")}
    </Button>
  );
}
