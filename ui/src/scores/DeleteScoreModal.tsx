import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ScoreDetail } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { Dialog } from "../common/Dialog";
import { UsedBy } from "../common/UsedBy";
import { useDeleteScore } from "./queries";

/** Deletes the score with all its points. What uses it is named when that forbids it. */
export function DeleteScoreModal({ score, onClose }: { score: ScoreDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteScore(score.id);
  if (score.used_by.length > 0) return <InUse score={score} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={t("scores.delete.title", { name: score.name })}
      text={t("scores.delete.text")}
      action={t("scores.delete.button")}
      pending={remove.isPending}
      failure={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/scores", { replace: true }) })}
      onClose={onClose}
    />
  );
}

function InUse({ score, onClose }: { score: ScoreDetail; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("scores.delete.usedTitle", { name: score.name })} onClose={onClose}>
      <Stack>
        <Text size="sm">{t("scores.delete.usedText")}</Text>
        <UsedBy users={score.used_by} label={t("scores.usedBy")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("common.close")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
