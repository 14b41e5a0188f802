import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountDetail } from "../api/types";
import { AddButton } from "../common/AddButton";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { nameOf } from "../contacts/contact";
import { ContactSearch } from "../contacts/ContactSearch";
import { useList } from "../lists/queries";
import { RoleSelect } from "./pickers";
import { usePutContact } from "./queries";

/** Puts contacts into the account, one after the other, in the role that is chosen. */
export default function AddContactsModal({ account, onClose }: { account: AccountDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const put = usePutContact();
  const roles = useList("account-roles").data?.items ?? [];
  const [roleId, setRoleId] = useState<number | null>(null);
  const [added, setAdded] = useState<ReadonlySet<number>>(new Set());
  const add = (contactId: number) =>
    put.mutate({ accountId: account.id, contactId, roleId }, { onSuccess: () => setAdded((old) => new Set(old).add(contactId)) });
  return (
    <Dialog title={t("accounts.addContactsTo", { name: account.name })} onClose={onClose}>
      <Stack>
        {roles.length > 0 && (
          <RoleSelect label={t("accounts.roleInIt")} value={roles.find(({ id }) => id === roleId) ?? null} onChange={setRoleId} />
        )}
        <ContactSearch
          label={t("contacts.searchLabel")}
          action={(contact) => (
            <AddButton
              name={nameOf(contact) || contact.email}
              added={added.has(contact.id)}
              loading={put.isPending && put.variables.contactId === contact.id}
              onAdd={() => add(contact.id)}
            />
          )}
        />
        {put.isError && <FailureAlert failure={put.error} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("accounts.addContactsDone")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
