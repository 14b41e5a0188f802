import { Button } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MassAction } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE } from "../common/screens";
import { StateBadge } from "../common/StateBadge";
import { useKeyPaging } from "../common/useKeyPaging";
import { useMassActions } from "./queries";
import { RemoveRun } from "./RemoveRun";
import { RunOutcome, RunTitle } from "./RunCells";

/** What was done with many contacts: what runs, and what came of it. */
export function MassActionsPage() {
  const { t } = useTranslation();
  const paging = useKeyPaging();
  const query = useMassActions(paging.after);
  const empty = (
    <EmptyState icon={<IconListCheck />} title={t("mass.emptyTitle")} text={t("mass.emptyText")}>
      <Button component={Link} to="/contacts">
        {t("app.toContacts")}
      </Button>
    </EmptyState>
  );
  return (
    <>
      <PageHeader title={t("mass.title")} note={t("mass.note")} back={{ to: "/contacts", label: t("mass.back") }} />
      <ListTable label={t("mass.title")} query={query} columns={useColumns()} paging={paging} empty={empty} />
    </>
  );
}

function useColumns(): DataTableColumn<MassAction>[] {
  const { t } = useTranslation();
  return [
    { accessor: "action", title: t("mass.what"), render: (run) => <RunTitle run={run} /> },
    {
      accessor: "state",
      title: t("mass.state"),
      render: (run) => <StateBadge state={run.state} words={t(`mass.states.${run.state}`)} />,
      width: 124,
    },
    { accessor: "done", title: t("mass.result"), render: (run) => <RunOutcome run={run} />, visibleMediaQuery: WIDE },
    { accessor: "id", title: "", render: (run) => <RemoveRun run={run} />, width: 60, textAlign: "right" },
  ];
}
