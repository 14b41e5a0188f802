import { Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ScoreDetail } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FormButtons } from "../common/FormButtons";
import { useEdited } from "../common/useEdited";
import { typedOf } from "./form";
import { useChangeScore } from "./queries";
import { ScoreFields } from "./ScoreFields";

/** Changes all of a score but its rules. */
export function EditScoreModal({ score, onClose }: { score: ScoreDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeScore(score.id);
  const { typed, touch, isChanged, changes, before, onError } = useEdited(typedOf(score));
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isBlank = typed.name.trim() === "";
    setBlank(isBlank);
    if (isBlank || change.isPending) return;
    if (isChanged) change.mutate({ ...changes, before }, { onSuccess: onClose, onError });
    else onClose();
  };

  return (
    <Dialog title={t("scores.edit.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ScoreFields
            typed={typed}
            blank={blank}
            failure={change.error}
            onChange={(changed) => {
              touch(changed);
              setBlank(false);
              change.reset();
            }}
          />
          <FormButtons label={t("scores.save")} loading={change.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
