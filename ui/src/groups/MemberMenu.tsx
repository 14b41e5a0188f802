import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconHelpCircle, IconUserMinus, IconUserOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Contact, Member } from "../api/types";
import { nameOf } from "../contacts/contact";
import type { useMemberAct } from "./memberQueries";

interface Props {
  member: Member;
  act: ReturnType<typeof useMemberAct>;
  onWhy: (contact: Contact) => void;
}

/** What can be done with a member. Taking away reasons is offered only where there are some to take. */
export function MemberMenu({ member: { contact, reasons }, act, onWhy }: Props) {
  const { t } = useTranslation();
  const removable = reasons.includes("manual") || reasons.includes("import");
  const stays = removable && (reasons.includes("condition") || reasons.includes("account"));
  const run = (what: "remove" | "exclude") => act.mutate({ act: what, contactId: contact.id });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("groups.memberMenu", { name: nameOf(contact) || contact.email })}
          loading={act.isPending && act.variables.contactId === contact.id}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconHelpCircle size={16} />} onClick={() => onWhy(contact)}>
          {t("groups.why.row")}
        </Menu.Item>
        {removable && (
          <Menu.Item leftSection={<IconUserMinus size={16} />} onClick={() => run("remove")}>
            {t(stays ? "groups.removeReason" : "groups.remove")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconUserOff size={16} />} onClick={() => run("exclude")}>
          {t("groups.exclude")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
