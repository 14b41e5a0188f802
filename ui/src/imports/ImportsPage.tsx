import { Anchor, Button, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Import } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatMoment, formatNumber } from "../common/format";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE, WIDER } from "../common/screens";
import { useKeyPaging } from "../common/useKeyPaging";
import { isOver } from "../common/work";
import classes from "./Imports.module.css";
import { useImports } from "./queries";
import { StateBadge } from "./StateBadge";

export function ImportsPage() {
  const { t } = useTranslation();
  const paging = useKeyPaging();
  const query = useImports(paging.after);
  const button = (
    <Button component={Link} to="/contacts/import" leftSection={<IconFileImport size={16} />}>
      {t("imports.new")}
    </Button>
  );
  const empty = <EmptyState icon={<IconFileImport />} title={t("imports.emptyTitle")} text={t("imports.emptyText")} />;
  return (
    <>
      <PageHeader title={t("imports.title")}>{button}</PageHeader>
      <ListTable label={t("imports.table")} query={query} columns={useColumns()} paging={paging} empty={empty} />
    </>
  );
}

function useColumns(): DataTableColumn<Import>[] {
  const { t } = useTranslation();
  const count = (name: "processed" | "imported" | "duplicates" | "not_imported", title: string): DataTableColumn<Import> => ({
    accessor: `counts.${name}`,
    title,
    render: (it) => formatNumber(it.counts[name]),
    textAlign: "right",
    width: 124,
    visibleMediaQuery: WIDER,
  });
  return [
    { accessor: "file_name", title: t("imports.file"), render: (it) => <FileCell it={it} /> },
    { accessor: "state", title: t("imports.state"), render: (it) => <StateBadge it={it} />, width: 160 },
    count("processed", t("imports.processed")),
    count("imported", t("imports.imported")),
    count("duplicates", t("imports.duplicates")),
    count("not_imported", t("imports.notImported")),
    { accessor: "group", title: t("imports.group"), render: (it) => <GroupCell it={it} />, visibleMediaQuery: WIDE },
  ];
}

function FileCell({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { processed, imported, duplicates, not_imported } = it.counts;
  const numbers = {
    processed: formatNumber(processed),
    imported: formatNumber(imported),
    duplicates: formatNumber(duplicates),
    notImported: formatNumber(not_imported),
  };
  const counts = isOver(it) ? t("imports.inShort", numbers) : "";
  const about = [t("imports.heading", { id: it.id }), formatMoment(it.created_at)].join(" · ");
  return (
    <>
      <Anchor component={Link} to={`/imports/${it.id}`} fw={600} size="sm" lineClamp={2} title={it.file_name}>
        {it.file_name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {about}
      </Text>
      <Text size="xs" className={classes.inShort}>
        {counts}
      </Text>
    </>
  );
}

function GroupCell({ it: { group } }: { it: Import }) {
  const { t } = useTranslation();
  return group ? (
    <Anchor component={Link} to={`/groups/${group.id}`} size="sm" lineClamp={2} title={group.name}>
      {group.name}
    </Anchor>
  ) : (
    t("common.blank")
  );
}
