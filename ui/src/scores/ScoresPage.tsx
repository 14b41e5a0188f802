import { Anchor, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconGauge, IconPlus } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Score } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatNumber } from "../common/format";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE } from "../common/screens";
import { useKeyPaging } from "../common/useKeyPaging";
import { scorePath } from "./links";
import { NewScoreModal } from "./NewScoreModal";
import { useScores } from "./queries";
import { ScoreStates } from "./ScoreStates";

export function ScoresPage() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <PageHeader title={t("scores.title")} note={t("scores.intro")}>
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t("scores.new")}
        </Button>
      </PageHeader>
      <ScoreTable onNew={open} />
      {opened && <NewScoreModal onClose={close} />}
    </>
  );
}

function ScoreTable({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  const query = useScores();
  const columns: DataTableColumn<Score>[] = [
    { accessor: "name", title: t("scores.name"), render: (score) => <NameCell score={score} /> },
    { accessor: "state", title: t("scores.state"), render: (score) => <ScoreStates score={score} />, width: 150 },
    {
      accessor: "rule_count",
      title: t("scores.rules"),
      render: (score) => formatNumber(score.rule_count),
      textAlign: "right",
      width: 90,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "limit",
      title: t("scores.limit"),
      render: ({ limit }) => (limit == null ? t("common.blank") : formatNumber(limit)),
      textAlign: "right",
      width: 120,
      visibleMediaQuery: WIDE,
    },
  ];
  return <ListTable label={t("scores.table")} query={query} columns={columns} paging={useKeyPaging()} empty={<NoScores onNew={onNew} />} />;
}

function NameCell({ score }: { score: Score }) {
  return (
    <>
      <Anchor component={Link} to={scorePath(score.id)} fw={600} size="sm" lineClamp={2} title={score.name}>
        {score.name}
      </Anchor>
      {score.description && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {score.description}
        </Text>
      )}
    </>
  );
}

function NoScores({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconGauge />} title={t("scores.emptyTitle")} text={t("scores.emptyText")}>
      <Button variant="default" onClick={onNew}>
        {t("scores.new")}
      </Button>
    </EmptyState>
  );
}
