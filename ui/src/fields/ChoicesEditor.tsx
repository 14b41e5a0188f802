import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ChoiceRow } from "./choices";

interface Props {
  rows: ChoiceRow[];
  error: string | null;
  onChange: (rows: ChoiceRow[]) => void;
}

/** The choices of a field, each renamed in its place: contacts that have it follow. */
export function ChoicesEditor({ rows, error, onChange }: Props) {
  const { t } = useTranslation();
  const rename = (index: number, now: string) => onChange(rows.with(index, { was: rows[index]?.was ?? null, now }));
  return (
    <Input.Wrapper label={t("fields.choices")} labelElement="div" description={t("fields.choicesRename")} error={error}>
      <Stack gap={6} mt={6} mah={360} style={{ overflowY: "auto" }}>
        {rows.map(({ now }, index) => (
          <Group key={index} gap={4} wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={t("fields.choice", { number: index + 1 })}
              value={now}
              maxLength={100}
              onChange={(event) => rename(index, event.currentTarget.value)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("fields.choiceRemove", { choice: now || index + 1 })}
              onClick={() => onChange(rows.toSpliced(index, 1))}>
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <Button
        mt={6}
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...rows, { was: null, now: "" }])}>
        {t("fields.choiceAdd")}
      </Button>
    </Input.Wrapper>
  );
}
