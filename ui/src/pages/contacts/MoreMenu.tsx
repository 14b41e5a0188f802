import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DUPLICATES_PATH } from "../../duplicates/links";
import { INACTIVE_PATH } from "../../erasure/links";
import { MASS_ACTIONS_PATH } from "../../mass/links";

/** What is done about contacts as a whole, now and then. */
export function MoreMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t("contacts.more.label")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={MASS_ACTIONS_PATH}>
          {t("contacts.more.mass")}
        </Menu.Item>
        <Menu.Item component={Link} to={DUPLICATES_PATH}>
          {t("contacts.more.duplicates")}
        </Menu.Item>
        <Menu.Item component={Link} to={INACTIVE_PATH}>
          {t("contacts.more.inactive")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
