import { Box, Radio, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Segment } from "../../api/types";
import { GroupPicker } from "../../groups/GroupPicker";
import type { SegmentChoice } from "./segment";
import { Step } from "./Step";

interface Props {
  choice: SegmentChoice;
  onChange: (choice: SegmentChoice) => void;
  locked: boolean;
}

/** Step 2: the contact group that the imported contacts join. */
export function SegmentStep({ choice, onChange, locked }: Props) {
  const { t } = useTranslation();
  return (
    <Step number={2} title={t("wizard.steps.segment")}>
      <Radio.Group
        label={t("wizard.segment.question")}
        value={choice.kind}
        onChange={(kind) => onChange({ ...choice, kind: kind as Segment["kind"] })}>
        <Stack gap="sm" mt="sm">
          <Radio value="new_group" label={t("wizard.segment.new")} disabled={locked} />
          {choice.kind === "new_group" && (
            <Detail>
              <TextInput
                label={t("wizard.segment.newName")}
                value={choice.name}
                disabled={locked}
                maxLength={200}
                error={choice.name.trim() === "" && t("wizard.segment.newNameBlank")}
                onChange={(event) => onChange({ ...choice, name: event.currentTarget.value })}
              />
            </Detail>
          )}
          <Radio value="group" label={t("wizard.segment.existing")} disabled={locked} />
          {choice.kind === "group" && (
            <Detail>
              <GroupPicker
                label={t("wizard.segment.existingName")}
                value={choice.group}
                onChange={(group) => onChange({ ...choice, group })}
                disabled={locked}
              />
            </Detail>
          )}
          <Radio value="none" label={t("wizard.segment.none")} disabled={locked} />
        </Stack>
      </Radio.Group>
    </Step>
  );
}

function Detail({ children }: { children: React.ReactNode }) {
  return (
    <Box pl={{ base: 0, sm: 32 }} pb="xs" maw={460}>
      {children}
    </Box>
  );
}
