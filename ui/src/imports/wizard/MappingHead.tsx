import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconRotate } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Field, InspectedColumn } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { withTexts } from "../../i18n";
import { unmapped, type Mapping } from "./mapping";
import { fieldFor, type useNewFields } from "./newFields";

const NewFieldsModal = lazy(withTexts(["fields", "wizard"], () => import("./NewFieldsModal")));

interface Props {
  columns: InspectedColumn[];
  titles: string[];
  fields: Field[];
  mapping: Mapping;
  newFields: ReturnType<typeof useNewFields>;
  locked: boolean;
  /** Back to the proposal; null where nothing was changed. */
  onReset: (() => void) | null;
}

/** How many columns are mapped, and what can be done about all of them. */
export function MappingHead({ columns, titles, fields, mapping, newFields, locked, onReset }: Props) {
  const { t } = useTranslation();
  const [asks, { open, close }] = useDisclosure();
  const { mutate, reset, isPending, error } = newFields;
  const wanted = unmapped(columns, mapping).flatMap((position) => {
    const column = columns[position];
    return (column && fieldFor(column, { position, title: titles[position] ?? "", fields })) ?? [];
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {t("wizard.map.text")}
        </Text>
        <Text size="sm" fw={600} role="status">
          {t("wizard.map.mapped", { mapped: mapping.filter(Boolean).length, total: columns.filter(({ own }) => !own).length })}
        </Text>
      </Group>
      <Group gap="sm">
        {wanted.length > 0 && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={locked}
            onClick={() => {
              reset();
              open();
            }}>
            {t("wizard.newFields.all", { count: wanted.length })}
          </Button>
        )}
        {onReset && (
          <Button variant="default" size="xs" leftSection={<IconRotate size={14} />} disabled={locked} onClick={onReset}>
            {t("wizard.map.reset")}
          </Button>
        )}
      </Group>
      {error !== null && !asks && <FailureAlert failure={error} />}
      <Suspense>
        {asks && (
          <NewFieldsModal
            wanted={wanted}
            pending={isPending}
            failure={error}
            onCreate={() => mutate(wanted, { onSuccess: close })}
            onClose={close}
          />
        )}
      </Suspense>
    </Stack>
  );
}
