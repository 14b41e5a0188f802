import { Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import type { Named } from "../common/SearchSelect";
import { AccountPicker } from "./pickers";
import { useGroupAccount } from "./queries";

export default function AddGroupAccountModal({ groupId, onClose }: { groupId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState<Named | null>(null);
  const change = useGroupAccount(groupId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (account && !change.isPending) change.mutate({ accountId: account.id, within: true }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("accounts.addToGroup")} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t("accounts.addToGroupText")}</Text>
          <AccountPicker label={t("accounts.one")} value={account} onChange={setAccount} disabled={change.isPending} />
          {change.isError && <FailureAlert failure={change.error} />}
          <FormButtons label={t("common.add")} loading={change.isPending} disabled={!account} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
