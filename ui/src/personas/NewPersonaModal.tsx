import { Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../common/Dialog";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { PersonaForm } from "./PersonaForm";
import { DRAWN } from "./pictures/names";
import { PictureChoice } from "./pictures/PictureChoice";
import { useCreatePersona } from "./queries";
import { ThresholdInput } from "./ThresholdInput";

interface Props {
  /** How many personas there are: each begins with another picture. */
  others: number;
  onCreated: (id: number) => void;
  onClose: () => void;
}

/** Asks for what a persona is and creates it; its rules are made on its page, which comes next. */
export default function NewPersonaModal({ others, onCreated, onClose }: Props) {
  const { t } = useTranslation();
  const create = useCreatePersona();
  const [texts, setTexts] = useState({ name: "", description: "" });
  const [threshold, setThreshold] = useState<number | null>(50);
  const [picture, setPicture] = useState<string>(DRAWN[others % DRAWN.length] ?? DRAWN[0]);
  const [sent, setSent] = useState(false);
  const name = texts.name.trim();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    if (name === "" || threshold === null || create.isPending) return;
    create.mutate(
      { name, description: texts.description.trim() || undefined, picture, threshold },
      { onSuccess: ({ id }) => onCreated(id) },
    );
  };
  const changed = () => {
    setSent(false);
    create.reset();
  };
  const thresholdError = sent && threshold === null ? t("personas.thresholdBlank") : placedErrors(create.error).at("/threshold");

  return (
    <Dialog title={t("personas.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <PersonaForm
            texts={texts}
            blank={sent && name === ""}
            failure={create.error}
            elsewhere={["/threshold"]}
            onChange={(typed) => {
              setTexts({ ...texts, ...typed });
              changed();
            }}>
            <ThresholdInput
              value={threshold}
              error={thresholdError}
              onChange={(typed) => {
                setThreshold(typed);
                changed();
              }}
            />
            <PictureChoice label={t("personas.picture.label")} value={picture} onChange={setPicture} />
          </PersonaForm>
          <FormButtons label={t("personas.create")} loading={create.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
