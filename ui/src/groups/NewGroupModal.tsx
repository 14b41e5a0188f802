import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toFailure } from "../api/problem";
import { FailureAlert } from "../common/FailureAlert";
import { useCreateGroup } from "./queries";

/** Asks for a name and creates the group. Mounted when opened, so every opening starts anew. */
export function NewGroupModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateGroup();
  const [name, setName] = useState("");
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBlank(name.trim() === "");
    if (name.trim() === "" || create.isPending) return;
    create.mutate(name.trim(), { onSuccess: (group) => void navigate(`/groups/${group.id}`) });
  };

  const refused = create.error === null ? null : toFailure(create.error);
  const taken = refused?.status === 409 ? refused.title : null;
  return (
    <Modal opened onClose={onClose} title={t("groups.new")} closeButtonProps={{ "aria-label": t("common.close") }} attributes={{ header: { role: "presentation" } }} centered>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={t("groups.nameLabel")} value={name} data-autofocus maxLength={200} error={blank ? t("groups.nameBlank") : taken}
            onChange={(event) => { setName(event.currentTarget.value); setBlank(false); create.reset(); }} />
          {refused && !taken && <FailureAlert failure={refused} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={create.isPending}>{t("groups.create")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
