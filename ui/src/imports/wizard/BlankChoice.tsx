import { Group, Radio } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NewImport } from "../../api/types";

type Blank = NewImport["blank"];

/** What a blank cell does to a value that is already stored. */
export function BlankChoice({ blank, onChange, locked }: { blank: Blank; onChange: (blank: Blank) => void; locked: boolean }) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t("wizard.blank.question")} value={blank} onChange={(value) => onChange(value as Blank)}>
      <Group gap="lg" mt="xs">
        <Radio value="keep" label={t("wizard.blank.keep")} disabled={locked} />
        <Radio value="clear" label={t("wizard.blank.clear")} disabled={locked} />
      </Group>
    </Radio.Group>
  );
}
