import { Button, Group, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ScoreDetail } from "../api/types";
import { Dialog } from "../common/Dialog";
import { changesOf, typedOf } from "./form";
import { useChangeScore } from "./queries";
import { ScoreFields } from "./ScoreFields";

/** Changes all of a score but its rules. */
export function EditScoreModal({ score, onClose }: { score: ScoreDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeScore(score.id);
  const [typed, setTyped] = useState(() => typedOf(score));
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changes = changesOf(typed);
    setBlank(changes.name === "");
    if (changes.name === "" || change.isPending) return;
    change.mutate(changes, { onSuccess: onClose });
  };

  return (
    <Dialog title={t("scores.edit.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ScoreFields typed={typed} blank={blank} failure={change.error} onChange={(changed) => { setTyped({ ...typed, ...changed }); setBlank(false); change.reset(); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={change.isPending}>{t("scores.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
