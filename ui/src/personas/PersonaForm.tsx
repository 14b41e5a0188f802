import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { placedErrors } from "../common/placedErrors";
import { FailureAlert } from "../common/FailureAlert";
import { toFailure } from "../api/problem";

export interface PersonaTexts {
  name: string;
  description: string;
}

interface Props {
  texts: PersonaTexts;
  onChange: (texts: PersonaTexts) => void;
  /** Whether the name was missing when it was sent. */
  blank: boolean;
  failure: unknown;
  /** Errors at these places are shown by what stands below. */
  elsewhere?: string[];
  children?: ReactNode;
}

/** Name and description of a persona. A refused name is said at the name. */
export function PersonaForm({ texts, onChange, blank, failure, elsewhere = [], children }: Props) {
  const { t } = useTranslation();
  const errors = placedErrors(failure);
  const refused = failure == null ? null : toFailure(failure);
  const taken = errors.at("/name") ?? (refused?.status === 409 ? refused.title : null);
  return (
    <>
      <TextInput label={t("personas.nameLabel")} value={texts.name} data-autofocus maxLength={200} error={blank ? t("personas.nameBlank") : taken}
        onChange={(event) => onChange({ ...texts, name: event.currentTarget.value })} />
      <Textarea label={t("personas.descriptionLabel")} description={t("personas.optional")} value={texts.description} rows={3} maxLength={2000}
        onChange={(event) => onChange({ ...texts, description: event.currentTarget.value })} />
      {children}
      {taken === null && errors.rest(elsewhere) && <FailureAlert failure={failure} />}
    </>
  );
}
