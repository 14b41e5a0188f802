import { ActionIcon, Group, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry } from "../api/types";
import classes from "../common/Colours.module.css";
import { toColour } from "../common/colours";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { hasColours } from "./colours";
import { useChangeEntry, type ListName } from "./queries";

interface Props {
  list: ListName;
  entry: ListEntry;
  last: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

export function EntryLine({ list, entry: { id, label, colour, position, uses }, last, onEdit, onDelete }: Props) {
  const { t } = useTranslation();
  const change = useChangeEntry(list, id);
  const move = (by: number) => change.mutate({ position: position + by });
  const button = (name: string, icon: ReactNode, onClick: () => void, disabled = false) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={name}
      disabled={disabled || change.isPending}
      bg={disabled ? "transparent" : undefined}
      onClick={onClick}>
      {icon}
    </ActionIcon>
  );
  return (
    <>
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap" miw={0}>
          {hasColours(list) && (
            <span className={classes.dot} style={{ background: `var(--mantine-color-${toColour(colour)}-6)` }} aria-hidden />
          )}
          <Text size="sm" className={classes.label}>
            {label}{" "}
            <Text span size="xs" c="dimmed">
              {uses === 0 ? t("lists.unused") : t("lists.uses", { formatted: formatNumber(uses) })}
            </Text>
          </Text>
        </Group>
        <Group gap={2} wrap="nowrap">
          {button(t("lists.up", { label }), <IconArrowUp size={16} />, () => move(-1), position === 1)}
          {button(t("lists.down", { label }), <IconArrowDown size={16} />, () => move(1), last)}
          {button(t("lists.edit", { label }), <IconPencil size={16} />, onEdit)}
          {button(t("lists.delete", { label }), <IconTrash size={16} />, onDelete)}
        </Group>
      </Group>
      {change.isError && <FailureAlert failure={change.error} />}
    </>
  );
}
