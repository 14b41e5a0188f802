import { useTranslation } from "react-i18next";
import { toFailure } from "../../api/problem";
import { useList } from "../../lists/queries";
import type { InputProps } from "./input";
import { PlainMultiSelect } from "./PlainMultiSelect";

/** Roles in accounts. */
export function RolesInput({ label, value, onChange }: InputProps<number[]>) {
  const { t } = useTranslation();
  const { data, error } = useList("account-roles");
  const listed = data?.items ?? [];
  const gone = value
    .filter((id) => !listed.some((role) => role.id === id))
    .map((id) => ({ id, label: t("conditions.roleNumber", { id }) }));
  const options = [...listed, ...gone].map(({ id, label: name }) => ({ value: String(id), label: name }));
  return (
    <PlainMultiSelect
      label={label}
      placeholder={t("conditions.chooseRoles")}
      value={value.map(String)}
      options={options}
      onChange={(ids) => onChange(ids.map(Number))}
      nothing={t("conditions.noRole")}
      error={error && toFailure(error).message}
    />
  );
}
