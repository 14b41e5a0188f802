import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useActivityTypes } from "./queries";

/** Which type of activities to show; "" is all. */
export function TypeFilter({ value, onChange }: { value: string; onChange: (type: string) => void }) {
  const { t } = useTranslation();
  const { data: types = [] } = useActivityTypes();
  const data = [{ value: "", label: t("activities.allTypes") }, ...types.map(({ name, label }) => ({ value: name, label }))];
  const known = value === "" || types.some(({ name }) => name === value);
  return (
    <NativeSelect
      aria-label={t("activities.filter")}
      data={known ? data : [...data, { value, label: value }]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maw={240}
    />
  );
}
