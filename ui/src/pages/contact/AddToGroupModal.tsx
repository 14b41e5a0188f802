import { Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { GroupRef } from "../../api/types";
import { Dialog } from "../../common/Dialog";
import { FailureAlert } from "../../common/FailureAlert";
import { FormButtons } from "../../common/FormButtons";
import { GroupPicker } from "../../groups/GroupPicker";
import { useMembership } from "./membership";

export default function AddToGroupModal({ contactId, onClose }: { contactId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<GroupRef | null>(null);
  const add = useMembership(contactId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (group && !add.isPending) add.mutate({ groupId: group.id, to: "in" }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("contact.addToGroup")} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <GroupPicker label={t("groups.pick.label")} value={group} onChange={setGroup} inDialog disabled={add.isPending} />
          {add.isError && <FailureAlert failure={add.error} />}
          <FormButtons label={t("contact.addToGroupButton")} loading={add.isPending} disabled={!group} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
