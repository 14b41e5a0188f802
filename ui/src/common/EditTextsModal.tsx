import { Stack } from "@mantine/core";
import { useState, type ComponentType, type FormEvent } from "react";
import { Dialog } from "./Dialog";
import { FormButtons } from "./FormButtons";
import type { Texts, TextsFormProps } from "./TextsForm";
import { useEdited, type Edits } from "./useEdited";

interface Props {
  title: string;
  save: string;
  /** The thing as it is. */
  of: { name: string; description?: string | null };
  Form: ComponentType<TextsFormProps>;
  /** The mutation that changes it. */
  change: {
    mutate: (edits: Edits<Texts>, options: { onSuccess: () => void; onError: (thrown: unknown) => void }) => void;
    reset: () => void;
    isPending: boolean;
    error: unknown;
  };
  onClose: () => void;
}

/** Changes a thing's name and description. */
export function EditTextsModal({ title, save, of, Form, change, onClose }: Props) {
  const { typed, touch, isChanged, changes, before, onError } = useEdited<Texts>({ name: of.name, description: of.description ?? "" });
  const [blank, setBlank] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isBlank = typed.name.trim() === "";
    setBlank(isBlank);
    if (isBlank || change.isPending) return;
    if (isChanged) change.mutate({ ...changes, before }, { onSuccess: onClose, onError });
    else onClose();
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Form
            texts={typed}
            blank={blank}
            failure={change.error}
            onChange={(changed) => {
              touch(changed);
              setBlank(false);
              change.reset();
            }}
          />
          <FormButtons label={save} loading={change.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
