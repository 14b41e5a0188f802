import { ActionIcon, Button, Menu, Switch, Text } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ScoreDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment, formatNumber } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { DeleteScoreModal } from "./DeleteScoreModal";
import { EditScoreModal } from "./EditScoreModal";
import { rulesPath } from "./links";
import { useChangeScore } from "./queries";

type Opened = "edit" | "delete";

/** The score's name and what can be done with it as a whole. */
export function ScoreHeader({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const change = useChangeScore(score.id);
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const enabled = change.isPending ? (change.variables.enabled ?? score.enabled) : score.enabled;
  const limit = score.limit == null ? t("scores.noLimit") : t("scores.limitOf", { points: formatNumber(score.limit) });
  return (
    <>
      <PageHeader
        title={score.name}
        note={[limit, t("scores.createdAt", { at: formatMoment(score.created_at) })].join(" · ")}
        back={{ to: "/scores", label: t("scores.backToList") }}>
        <Switch
          label={t("scores.enabled")}
          checked={enabled}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })}
        />
        <Button component={Link} to={rulesPath(score.id)} px="sm">
          {t("scores.editRules")}
        </Button>
        <ScoreMenu onOpen={setOpened} />
      </PageHeader>
      {change.isError && <FailureAlert failure={change.error} />}
      {score.description && (
        <Text mt={-8} mb="lg" maw={760} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
          {score.description}
        </Text>
      )}
      {opened === "edit" && <EditScoreModal score={score} onClose={close} />}
      {opened === "delete" && <DeleteScoreModal score={score} onClose={close} />}
    </>
  );
}

function ScoreMenu({ onOpen }: { onOpen: (what: Opened) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} variant="default" aria-label={t("scores.more")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen("edit")}>
          {t("scores.edit.button")}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => onOpen("delete")}>
          {t("scores.delete.button")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
