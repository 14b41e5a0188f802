import { Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import type { Named } from "../common/SearchSelect";
import { useList } from "../lists/queries";
import { AccountPicker, RoleSelect } from "./pickers";
import { usePutContact } from "./queries";

export default function AddToAccountModal({ contactId, onClose }: { contactId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState<Named | null>(null);
  const [roleId, setRoleId] = useState<number | null>(null);
  const roles = useList("account-roles").data?.items ?? [];
  const put = usePutContact();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (account && !put.isPending) put.mutate({ accountId: account.id, contactId, roleId }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("accounts.addTo")} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <AccountPicker label={t("accounts.one")} value={account} onChange={setAccount} disabled={put.isPending} />
          {roles.length > 0 && (
            <RoleSelect label={t("accounts.roleInIt")} value={roles.find(({ id }) => id === roleId) ?? null} onChange={setRoleId} />
          )}
          {put.isError && <FailureAlert failure={put.error} />}
          <FormButtons label={t("common.add")} loading={put.isPending} disabled={!account} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
