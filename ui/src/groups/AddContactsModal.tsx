import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, GroupDetail } from "../api/types";
import { AddButton } from "../common/AddButton";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { nameOf } from "../contacts/contact";
import { ContactSearch } from "../contacts/ContactSearch";
import { useMemberAct } from "./memberQueries";

/** Adds contacts to the group by hand, one after the other. */
export function AddContactsModal({ group, onClose }: { group: GroupDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useMemberAct(group.id);
  const [added, setAdded] = useState<ReadonlySet<number>>(new Set());
  const add = ({ id }: Contact) => act.mutate({ act: "add", contactId: id }, { onSuccess: () => setAdded((old) => new Set(old).add(id)) });
  const button = (contact: Contact) => (
    <AddButton
      name={nameOf(contact) || contact.email}
      added={added.has(contact.id)}
      loading={act.isPending && act.variables.contactId === contact.id}
      onAdd={() => add(contact)}
    />
  );
  return (
    <Dialog title={t("groups.add.title", { name: group.name })} onClose={onClose}>
      <Stack>
        <ContactSearch label={t("groups.add.search")} action={button} />
        {act.isError && <FailureAlert failure={act.error} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("groups.add.close")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
