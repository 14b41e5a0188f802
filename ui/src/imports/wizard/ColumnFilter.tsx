import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";

export type Shown = "all" | "mapped" | "unmapped";

export function isShown(shown: Shown, mapped: boolean): boolean {
  return shown === "all" || (shown === "mapped") === mapped;
}

/** Which columns are shown. */
export function ColumnFilter({ shown, onChange }: { shown: Shown; onChange: (shown: Shown) => void }) {
  const { t } = useTranslation();
  const data = [
    { value: "all", label: t("wizard.map.all") },
    { value: "mapped", label: t("wizard.map.onlyMapped") },
    { value: "unmapped", label: t("wizard.map.onlyUnmapped") },
  ];
  return (
    <SegmentedControl
      aria-label={t("wizard.map.show")}
      data={data}
      value={shown}
      onChange={(value) => onChange(value as Shown)}
      w="fit-content"
    />
  );
}
