import { ActionIcon, Group, Menu } from "@mantine/core";
import { IconCopy, IconDotsVertical, IconFolderPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConditionPart } from "../api/types";
import { focusAddButton, useBuilder } from "./builder";
import { depthAt, duplicateAt, heightOf, isNode, MAX_DEPTH, numberOf, removeAt, wrapAt, type Place } from "./tree";

/** What can be done with a rule or a group as a whole. */
export function PartMenu({ part, place }: { part: ConditionPart; place: Place }) {
  const { t } = useTranslation();
  const { edit } = useBuilder();
  const number = numberOf(place);
  const full = depthAt(place) + heightOf(part) > MAX_DEPTH;
  return (
    <Group gap={2} wrap="nowrap">
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t("conditions.more", { number })}>
            <IconDotsVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => edit((root) => duplicateAt(root, place))}>
            {t("conditions.duplicate")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderPlus size={16} />} disabled={full} onClick={() => edit((root) => wrapAt(root, place))}>
            {t("conditions.wrap")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        size="lg"
        variant="subtle"
        color="gray"
        aria-label={t(isNode(part) ? "conditions.removeNode" : "conditions.removeRule", { number })}
        onClick={(event) => {
          focusAddButton(event.currentTarget);
          edit((root) => removeAt(root, place));
        }}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
