import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconPlus, IconSearchOff, IconUsersGroup } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactGroup } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatDay, formatNumber } from "../common/format";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE } from "../common/screens";
import { SearchBox, useSearch } from "../common/SearchBox";
import { StateBadge } from "../common/StateBadge";
import { useKeyPaging } from "../common/useKeyPaging";
import classes from "./Groups.module.css";
import { groupPath } from "./links";
import { NewGroupModal } from "./NewGroupModal";
import { useGroups } from "./queries";

export function GroupsPage() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <PageHeader title={t("groups.title")}>
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t("groups.new")}
        </Button>
      </PageHeader>
      <Group mb="md">
        <SearchBox label={t("groups.searchLabel")} hint={t("groups.searchHint")} />
      </Group>
      <GroupTable onNew={open} />
      {opened && <NewGroupModal onClose={close} />}
    </>
  );
}

function GroupTable({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  const search = useSearch();
  const paging = useKeyPaging();
  const query = useGroups(search, paging.after);
  const columns: DataTableColumn<ContactGroup>[] = [
    { accessor: "name", title: t("groups.name"), render: (group) => <NameCell group={group} /> },
    { accessor: "members", title: t("groups.members"), render: (group) => formatNumber(group.members), textAlign: "right", width: 110 },
    {
      accessor: "created_at",
      title: t("groups.created"),
      render: (group) => formatDay(group.created_at),
      width: 140,
      noWrap: true,
      visibleMediaQuery: WIDE,
    },
  ];
  return (
    <ListTable
      label={t("groups.table")}
      query={query}
      columns={columns}
      paging={paging}
      empty={<NoGroups search={search} onNew={onNew} />}
    />
  );
}

function NameCell({ group }: { group: ContactGroup }) {
  const { t } = useTranslation();
  return (
    <>
      <Anchor component={Link} to={groupPath(group.id)} fw={600} size="sm" lineClamp={2} title={group.name}>
        {group.name}
      </Anchor>
      {group.description && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {group.description}
        </Text>
      )}
      <Group gap={6} mt={group.has_condition || group.state === "rebuilding" || group.late ? 4 : 0}>
        {group.has_condition && (
          <Badge variant="default" tt="none" fw={500} leftSection={<IconFilter size={12} aria-hidden />}>
            {t("groups.byCondition")}
          </Badge>
        )}
        {group.late && <StateBadge state="warning" words={t("late.badge")} />}
        {group.state === "rebuilding" && !group.late && (
          <Badge className={classes.rebuilding} variant="light" tt="none" fw={500}>
            {t("groups.rebuildingBadge")}
          </Badge>
        )}
      </Group>
    </>
  );
}

function NoGroups({ search, onNew }: { search: string; onNew: () => void }) {
  const { t } = useTranslation();
  if (search) return <EmptyState icon={<IconSearchOff />} title={t("groups.nothingTitle")} text={t("groups.nothingText", { search })} />;
  return (
    <EmptyState icon={<IconUsersGroup />} title={t("groups.emptyTitle")} text={t("groups.emptyText")}>
      <Button variant="default" onClick={onNew}>
        {t("groups.new")}
      </Button>
    </EmptyState>
  );
}
