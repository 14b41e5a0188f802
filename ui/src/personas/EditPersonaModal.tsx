import { useTranslation } from "react-i18next";
import type { PersonaDetail } from "../api/types";
import { EditTextsModal } from "../common/EditTextsModal";
import { PersonaForm } from "./PersonaForm";
import { useChangePersona } from "./queries";

/** Changes a persona's name and description. */
export default function EditPersonaModal({ persona, onClose }: { persona: PersonaDetail; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <EditTextsModal
      title={t("personas.edit.title")}
      save={t("personas.save")}
      of={persona}
      Form={PersonaForm}
      change={useChangePersona(persona.id)}
      onClose={onClose}
    />
  );
}
