import { Button, Group, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../api/types";
import { Dialog } from "../common/Dialog";
import { GroupForm } from "./GroupForm";
import { useChangeGroup } from "./queries";

/** Changes a group's name and description. */
export function EditGroupModal({ group, onClose }: { group: GroupDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeGroup(group.id);
  const [texts, setTexts] = useState({ name: group.name, description: group.description ?? "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || change.isPending) return;
    change.mutate({ name, description: texts.description.trim() }, { onSuccess: onClose });
  };

  return (
    <Dialog title={t("groups.edit.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <GroupForm texts={texts} blank={blank} failure={change.error} onChange={(changed) => { setTexts(changed); setBlank(false); change.reset(); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={change.isPending}>{t("groups.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
