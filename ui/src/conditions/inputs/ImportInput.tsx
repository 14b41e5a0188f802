import { useTranslation } from "react-i18next";
import { useImport, useImports } from "../../imports/queries";
import classes from "../Conditions.module.css";
import type { InputProps } from "./input";
import { PlainSelect } from "./PlainSelect";

/** One of the latest imports, or the one that was chosen before. */
export function ImportInput({ label, value, onChange }: InputProps<number | null>) {
  const { t } = useTranslation();
  const { data } = useImports(undefined);
  const latest = data?.items ?? [];
  const earlier = useImport(latest.some(({ id }) => id === value) ? null : value).data;
  const known = earlier ? [earlier, ...latest] : latest;
  const options = known.map((it) => ({ value: String(it.id), label: t("conditions.importLabel", { id: it.id, file: it.file_name }) }));
  return (
    <PlainSelect
      className={classes.value}
      label={label}
      placeholder={t("conditions.chooseImport")}
      value={value === null ? null : String(value)}
      options={options}
      onChange={(id) => onChange(Number(id))}
      nothing={t("conditions.noImport")}
    />
  );
}
