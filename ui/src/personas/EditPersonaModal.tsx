import { Button, Group, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { PersonaDetail } from "../api/types";
import { Dialog } from "../common/Dialog";
import { PersonaForm } from "./PersonaForm";
import { useChangePersona } from "./queries";
import "./texts";

/** Changes a persona's name and description. */
export default function EditPersonaModal({ persona, onClose }: { persona: PersonaDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangePersona(persona.id);
  const [texts, setTexts] = useState({ name: persona.name, description: persona.description ?? "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || change.isPending) return;
    change.mutate({ name, description: texts.description.trim() }, { onSuccess: onClose });
  };

  return (
    <Dialog title={t("personas.edit.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <PersonaForm texts={texts} blank={blank} failure={change.error} onChange={(changed) => { setTexts(changed); setBlank(false); change.reset(); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={change.isPending}>{t("personas.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
