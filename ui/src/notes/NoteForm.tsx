import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../common/FailureAlert";
import { placedErrors } from "../common/placedErrors";
import { useSeen } from "../common/useEdited";

/** What a mutation offers, whatever it gives back. */
interface Save {
  mutate: (note: { text: string; before: string }, options: { onSuccess: () => void; onError: (thrown: unknown) => void }) => void;
  isPending: boolean;
  isError: boolean;
  error: unknown;
}

interface Props {
  label: string;
  action: string;
  save: Save;
  /** The text that is changed; without it a new one is written. */
  text?: string;
  onClose?: () => void;
}

/** Writes a note, or changes one. Ctrl and Enter save as the button does. */
export function NoteForm({ label, action, save, text = "", onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const { before, onError } = useSeen(text);
  const wrong = placedErrors(save.error).at("/text");
  const send = () => {
    if (typed.trim() === "" || save.isPending) return;
    save.mutate(
      { text: typed.trim(), before },
      {
        onSuccess: () => {
          setTyped("");
          onClose?.();
        },
        onError,
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          aria-label={label}
          placeholder={label}
          autosize
          minRows={2}
          maxRows={12}
          value={typed}
          error={wrong}
          autoFocus={onClose !== undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onClose?.();
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        {save.isError && !wrong && <FailureAlert failure={save.error} />}
        <Group gap="xs" justify="flex-end">
          {onClose && (
            <Button size="xs" variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
          )}
          <Button size="xs" type="submit" variant={onClose ? "filled" : "light"} loading={save.isPending} disabled={typed.trim() === ""}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
