import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PersonaDetail } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { formatNumber } from "../common/format";
import { useDeletePersona } from "./queries";

/** Deletes the persona. What uses it is named when that forbids it. */
export default function DeletePersonaModal({ persona, onClose }: { persona: PersonaDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeletePersona(persona.id);
  return (
    <ConfirmDialog
      title={t("personas.delete.title", { name: persona.name })}
      text={t("personas.delete.text", { count: persona.contacts, formatted: formatNumber(persona.contacts) })}
      action={t("personas.delete.button")}
      pending={remove.isPending}
      failure={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/personas", { replace: true }) })}
      onClose={onClose}
    />
  );
}
