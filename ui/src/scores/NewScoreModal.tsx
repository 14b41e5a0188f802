import { Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Dialog } from "../common/Dialog";
import { FormButtons } from "../common/FormButtons";
import { NOTHING_TYPED } from "./form";
import { rulesPath } from "./links";
import { useCreateScore } from "./queries";
import { ScoreFields } from "./ScoreFields";

/** Asks for a name and creates the score; its rules are made on the page that comes next. */
export function NewScoreModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateScore();
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = typed.name.trim();
    setBlank(name === "");
    if (name === "" || create.isPending) return;
    create.mutate(
      { name, description: typed.description.trim() || undefined, limit: typed.limit },
      { onSuccess: ({ id }) => void navigate(rulesPath(id)) },
    );
  };

  return (
    <Dialog title={t("scores.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ScoreFields
            typed={typed}
            blank={blank}
            failure={create.error}
            onChange={(changed) => {
              setTyped({ ...typed, ...changed });
              setBlank(false);
              create.reset();
            }}
          />
          <Text size="sm" c="dimmed">
            {t("scores.rulesNext")}
          </Text>
          <FormButtons label={t("scores.create")} loading={create.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
