import { useTranslation } from "react-i18next";
import { TextsForm, type TextsFormProps } from "../common/TextsForm";

/** Name and description of a group. */
export function GroupForm(props: TextsFormProps) {
  const { t } = useTranslation();
  const words = {
    name: t("groups.nameLabel"),
    blank: t("groups.nameBlank"),
    description: t("groups.descriptionLabel"),
    optional: t("groups.optional"),
  };
  return <TextsForm {...props} words={words} />;
}
