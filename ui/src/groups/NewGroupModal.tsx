import { Button, Group, Radio, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Dialog } from "../common/Dialog";
import { GroupForm } from "./GroupForm";
import { conditionPath, groupPath } from "./links";
import { useCreateGroup } from "./queries";

type Filling = "hand" | "condition";

/** Asks for a name and how the group is filled, and creates it; a condition is made on the page that comes next. */
export function NewGroupModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateGroup();
  const [texts, setTexts] = useState({ name: "", description: "" });
  const [filling, setFilling] = useState<Filling>("hand");
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || create.isPending) return;
    const description = texts.description.trim() || undefined;
    create.mutate({ name, description }, { onSuccess: ({ id }) => void navigate(filling === "condition" ? conditionPath(id) : groupPath(id)) });
  };

  return (
    <Dialog title={t("groups.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <GroupForm texts={texts} blank={blank} failure={create.error} onChange={(changed) => { setTexts(changed); setBlank(false); create.reset(); }} />
          <Radio.Group label={t("groups.filling.question")} value={filling} onChange={(value) => setFilling(value as Filling)}>
            <Stack gap="xs" mt="xs">
              <Radio value="hand" label={t("groups.filling.hand")} description={t("groups.filling.handHint")} />
              <Radio value="condition" label={t("groups.filling.condition")} description={t("groups.filling.conditionHint")} />
            </Stack>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={create.isPending}>{t("groups.create")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
