import { useTranslation } from "react-i18next";
import { toFailure } from "../../api/problem";
import { usePersonaNames } from "../../personas/names";
import type { InputProps } from "./input";
import { PlainMultiSelect } from "./PlainMultiSelect";

export function PersonasInput({ label, value, onChange }: InputProps<number[]>) {
  const { t } = useTranslation();
  const { data: listed = [], error } = usePersonaNames();
  const gone = value
    .filter((id) => !listed.some((persona) => persona.id === id))
    .map((id) => ({ id, name: t("conditions.personaNumber", { id }) }));
  const options = [...listed, ...gone].map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <PlainMultiSelect
      label={label}
      placeholder={t("conditions.choosePersonas")}
      value={value.map(String)}
      options={options}
      onChange={(ids) => onChange(ids.map(Number))}
      nothing={t("conditions.noPersona")}
      error={error && toFailure(error).message}
    />
  );
}
