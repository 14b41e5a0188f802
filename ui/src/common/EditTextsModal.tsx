import { Button, Group, Stack } from "@mantine/core";
import { useState, type ComponentType, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import type { Texts, TextsFormProps } from "./TextsForm";

interface Props {
  title: string;
  save: string;
  /** The thing as it is. */
  of: { name: string; description?: string | null };
  Form: ComponentType<TextsFormProps>;
  /** The mutation that changes it. */
  change: { mutate: (texts: Texts, options: { onSuccess: () => void }) => void; reset: () => void; isPending: boolean; error: unknown };
  onClose: () => void;
}

/** Changes a thing's name and description. */
export function EditTextsModal({ title, save, of, Form, change, onClose }: Props) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState({ name: of.name, description: of.description ?? "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = texts.name.trim();
    setBlank(name === "");
    if (name === "" || change.isPending) return;
    change.mutate({ name, description: texts.description.trim() }, { onSuccess: onClose });
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Form texts={texts} blank={blank} failure={change.error} onChange={(changed) => { setTexts(changed); setBlank(false); change.reset(); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={change.isPending}>{save}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
