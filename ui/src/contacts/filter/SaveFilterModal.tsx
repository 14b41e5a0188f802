import { Button, Group, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ConditionNode } from "../../api/types";
import { Dialog } from "../../common/Dialog";
import { GroupForm } from "../../groups/GroupForm";
import { groupPath } from "../../groups/links";
import { useCreateGroup } from "../../groups/queries";
import "../../groups/texts";
import "./texts";

interface Props {
  condition: ConditionNode;
  /** Words that narrow the list as well. A group has none. */
  search: string | undefined;
  onClose: () => void;
}

/** Makes a contact group whose condition is the filter. */
export default function SaveFilterModal({ condition, search, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateGroup();
  const [texts, setTexts] = useState({ name: "", description: "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || create.isPending) return;
    create.mutate({ name, description: texts.description.trim() || undefined, condition }, { onSuccess: ({ id }) => void navigate(groupPath(id)) });
  };
  return (
    <Dialog title={t("filter.saveTitle")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">{t("filter.saveText")}</Text>
          {search !== undefined && <Text size="sm">{t("filter.saveWithoutSearch", { search })}</Text>}
          <GroupForm texts={texts} blank={blank} failure={create.error} onChange={(changed) => { setTexts(changed); setBlank(false); create.reset(); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={create.isPending}>{t("filter.saveButton")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
