import { ActionIcon, Group, Table, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";

interface Props {
  label: string;
  fields: Field[];
  /** Without these the fields are only shown. */
  onEdit?: (field: Field) => void;
  onDelete?: (field: Field) => void;
}

/** Fields with what they hold. */
export function FieldTable({ label, fields, onEdit, onDelete }: Props) {
  const { t } = useTranslation();
  return (
    <Table aria-label={label} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("fields.label")}</Table.Th>
          <Table.Th>{t("fields.kind")}</Table.Th>
          <Table.Th visibleFrom="sm">{t("fields.name")}</Table.Th>
          {onEdit && (
            <Table.Th w={88}>
              <span aria-hidden />
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Row key={field.name} field={field} onEdit={onEdit} onDelete={onDelete} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ field, onEdit, onDelete }: Pick<Props, "onEdit" | "onDelete"> & { field: Field }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td fw={500}>{field.label}</Table.Td>
      <Table.Td>
        {t(`fields.kinds.${field.kind}`)}
        {field.custom && field.choices.length > 0 && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {field.choices.join(", ")}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm" c="dimmed" ff="monospace" fz="xs">
        {field.name}
      </Table.Td>
      {onEdit && onDelete && (
        <Table.Td>
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <ActionIcon variant="subtle" color="gray" aria-label={t("fields.edit", { label: field.label })} onClick={() => onEdit(field)}>
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t("fields.delete", { label: field.label })}
              onClick={() => onDelete(field)}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
