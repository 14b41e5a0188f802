import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconChecklist, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { GroupDetail } from "../api/types";
import { formatMoment, formatNumber } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { AddContactsModal } from "./AddContactsModal";
import { DeleteGroupModal } from "./DeleteGroupModal";
import { EditGroupModal } from "./EditGroupModal";
import { membersPath } from "./links";

type Opened = "add" | "edit" | "delete";

/** The group's name and what can be done with it as a whole. */
export function GroupHeader({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const members = t("groups.memberCount", { count: group.members, formatted: formatNumber(group.members) });
  const note = [members, t("groups.createdAt", { at: formatMoment(group.created_at) })].join(" · ");
  return (
    <>
      <PageHeader title={group.name} note={note} back={{ to: "/groups", label: t("groups.backToList") }}>
        <Button px="sm" onClick={() => setOpened("add")}>
          {t("groups.add.button")}
        </Button>
        <Button component={Link} to={`/contacts/import?group=${group.id}`} variant="default" px="sm">
          {t("contacts.import")}
        </Button>
        <GroupMenu group={group} onOpen={setOpened} />
      </PageHeader>
      {group.description && (
        <Text mt={-8} mb="lg" maw={760} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
          {group.description}
        </Text>
      )}
      {opened === "add" && <AddContactsModal group={group} onClose={close} />}
      {opened === "edit" && <EditGroupModal group={group} onClose={close} />}
      {opened === "delete" && <DeleteGroupModal group={group} onClose={close} />}
    </>
  );
}

function GroupMenu({ group, onOpen }: { group: GroupDetail; onOpen: (what: Opened) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} variant="default" aria-label={t("groups.more")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconChecklist size={16} />} component={Link} to={membersPath(group.id)}>
          {t("groups.actOnMembers")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen("edit")}>
          {t("groups.edit.button")}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => onOpen("delete")}>
          {t("groups.delete.button")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
