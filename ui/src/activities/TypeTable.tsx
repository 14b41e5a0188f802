import { ActionIcon, Group, Switch, Table, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ActivityType } from "../api/types";
import { toColour } from "../common/colours";
import classes from "../common/Colours.module.css";
import { FailureAlert } from "../common/FailureAlert";
import { useChangeType } from "./queries";

interface Props {
  types: ActivityType[];
  onEdit: (type: ActivityType) => void;
  onDelete: (type: ActivityType) => void;
}

export function TypeTable({ types, ...actions }: Props) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("activities.types")} verticalSpacing="sm" horizontalSpacing={6} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("activities.type")}</Table.Th>
          <Table.Th w={{ base: 50, sm: 96 }}>{t("activities.enabled")}</Table.Th>
          <Table.Th w={{ base: 56, sm: 96 }}>{t("activities.manual")}</Table.Th>
          <Table.Th w={68}>
            <span aria-hidden />
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {types.map((type) => (
          <Row key={type.name} type={type} {...actions} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ type, onEdit, onDelete }: Omit<Props, "types"> & { type: ActivityType }) {
  const { t } = useTranslation();
  const change = useChangeType(type.name);
  const label = type.label;
  // While the answer is under way, the switch already stands as it was put.
  const put = change.isPending ? change.variables : {};
  const now = { enabled: put.enabled ?? type.enabled, manual: put.manual ?? type.manual };
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <span className={classes.dot} style={{ background: `var(--mantine-color-${toColour(type.colour)}-6)` }} aria-hidden />
          <div className={classes.label}>
            <Text size="sm" fw={500} c={now.enabled ? undefined : "dimmed"}>
              {label}
            </Text>
            {!type.builtin && (
              <Text size="xs" c="dimmed">
                {t("activities.custom")}
              </Text>
            )}
          </div>
        </Group>
        {change.isError && <FailureAlert failure={change.error} />}
      </Table.Td>
      <Table.Td>
        <Switch
          size="sm"
          aria-label={t("activities.enabledOf", { label })}
          checked={now.enabled}
          onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <Switch
          size="sm"
          aria-label={t("activities.manualOf", { label })}
          checked={now.manual}
          disabled={!now.enabled}
          onChange={(event) => change.mutate({ manual: event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <Acts type={type} onEdit={onEdit} onDelete={onDelete} />
      </Table.Td>
    </Table.Tr>
  );
}

function Acts({ type, onEdit, onDelete }: Omit<Props, "types"> & { type: ActivityType }) {
  const { t } = useTranslation();
  const { label } = type;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <ActionIcon size={26} variant="subtle" color="gray" aria-label={t("activities.editType", { label })} onClick={() => onEdit(type)}>
        <IconPencil size={16} />
      </ActionIcon>
      {!type.builtin && (
        <ActionIcon
          size={26}
          variant="subtle"
          color="red"
          aria-label={t("activities.deleteType", { label })}
          onClick={() => onDelete(type)}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
