import { useTranslation } from "react-i18next";
import { TextsForm, type TextsFormProps } from "../common/TextsForm";

/** Name and description of a persona. */
export function PersonaForm(props: TextsFormProps) {
  const { t } = useTranslation();
  const words = {
    name: t("personas.nameLabel"),
    blank: t("personas.nameBlank"),
    description: t("personas.descriptionLabel"),
    optional: t("personas.optional"),
  };
  return <TextsForm {...props} words={words} />;
}
