import { Group, Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UnfitRule } from "../../api/types";

interface Props {
  label: string;
  rule: UnfitRule;
  onChange: (rule: UnfitRule) => void;
  locked: boolean;
  small?: boolean;
}

/** What becomes of a value that does not fit its field. */
export function UnfitChoice({ label, rule, onChange, locked, small = false }: Props) {
  const { t } = useTranslation();
  const size = small ? "xs" : "sm";
  return (
    <Radio.Group
      label={label}
      styles={{ label: { overflowWrap: "anywhere" } }}
      size={size}
      value={rule}
      onChange={(value) => onChange(value as UnfitRule)}>
      <Group gap={small ? "xs" : "lg"} mt="xs">
        <Radio size={size} value="leave" label={t("wizard.unfit.leave")} disabled={locked} />
        <Radio size={size} value="reject" label={t("wizard.unfit.reject")} disabled={locked} />
      </Group>
    </Radio.Group>
  );
}
