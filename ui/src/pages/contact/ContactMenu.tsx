import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconEraser, IconFileDownload, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ContactDetail } from "../../api/types";
import { lastOf } from "../../common/lastList";
import { titleOf } from "../../contacts/contact";
import { useDeleteContact } from "../../contacts/queries";
import { withTexts } from "../../i18n";

const ConfirmDialog = lazy(() => import("../../common/ConfirmDialog"));
const EraseDialog = lazy(withTexts(["erasure"], () => import("../../erasure/EraseDialog")));

/** What is done with the contact as a whole, now and then. */
export function ContactMenu({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"delete" | "erase" | null>(null);
  const remove = useDeleteContact(contact.id);
  const close = () => setAsking(null);
  const toList = () => {
    const { to, state } = lastOf("/contacts");
    void navigate(to, { replace: true, state });
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t("contact.more")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={`/api/v1/contacts/${contact.id}/personal-data`}
            download
            leftSection={<IconFileDownload size={16} />}>
            {t("contact.personalData")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item c="red.9" leftSection={<IconTrash size={16} />} onClick={() => setAsking("delete")}>
            {t("contact.delete")}
          </Menu.Item>
          <Menu.Item c="red.9" leftSection={<IconEraser size={16} />} onClick={() => setAsking("erase")}>
            {t("erasure.erase")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === "delete" && (
          <ConfirmDialog
            title={t("contact.deleteTitle")}
            text={t("contact.deleteText", { contact: titleOf(contact) })}
            action={t("contact.delete")}
            pending={remove.isPending}
            failure={remove.error}
            onConfirm={() => remove.mutate(undefined, { onSuccess: toList })}
            onClose={close}
          />
        )}
        {asking === "erase" && <EraseDialog contact={contact} onClose={close} />}
      </Suspense>
    </>
  );
}
