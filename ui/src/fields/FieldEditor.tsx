import { ActionIcon, Group } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { reasonAt } from "../common/placedErrors";
import { useEdited } from "../common/useEdited";
import { FieldInput } from "./FieldInput";
import type { Close } from "./InPlace";
import classes from "./InPlace.module.css";

/** How a value becomes another one. */
export interface FieldChange {
  /** "" clears it; `before` is the value that the person knows. */
  save: (value: string, then: { onSuccess: () => void; onError: (thrown: unknown) => void }, before: string) => void;
  isPending: boolean;
  error: unknown;
  /** Where in the request an error about it stands. */
  pointer: string;
}

interface Props {
  field: Field;
  value: string;
  change: FieldChange;
  onClose: Close;
}

/** Changes one field: Enter or leaving it saves, Escape does not. What the API refuses stays, with its reason. */
export default function FieldEditor({ field, value, change, onClose }: Props) {
  const {
    typed: { value: typed },
    touch,
    isChanged,
    changes,
    before,
    onError,
  } = useEdited({ value });
  const [refused, setRefused] = useState<string | null>(null);
  const closed = useRef(false);
  const close = (toPencil: boolean) => {
    closed.current = true;
    onClose(toPencil);
  };

  const save = (toPencil: boolean) => {
    if (change.isPending || closed.current) return;
    if (!isChanged) return close(toPencil);
    const told = (thrown: unknown) => {
      setRefused(typed);
      onError(thrown);
    };
    change.save(changes.value ?? "", { onSuccess: () => close(toPencil), onError: told }, before.value ?? "");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An open list of suggestions takes the key for itself.
    if (event.defaultPrevented) return;
    if (event.key === "Escape") close(true);
    const newLine = field.kind === "long_text" && !event.ctrlKey && !event.metaKey;
    if (event.key !== "Enter" || newLine || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    save(true);
  };
  // What has been refused is not sent once more because somebody looks elsewhere.
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget) && typed !== refused) save(false);
  };
  return (
    <Group gap={4} wrap="nowrap" align="flex-start" onKeyDown={onKeyDown} onBlur={onBlur}>
      <div className={classes.input}>
        <FieldInput
          field={field}
          value={typed}
          onChange={(changed) => touch({ value: changed })}
          hideLabel
          autoFocus
          disabled={change.isPending}
          error={typed === refused ? reasonAt(change.error, change.pointer) : null}
        />
      </div>
      <Buttons label={field.label} loading={change.isPending} onSave={() => save(true)} onCancel={() => close(true)} />
    </Group>
  );
}

function Buttons({ label, loading, onSave, onCancel }: { label: string; loading: boolean; onSave: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <ActionIcon
        variant="light"
        mt={5}
        aria-label={t("fields.inPlace.save", { label })}
        loading={loading}
        onMouseDown={keepFocus}
        onClick={onSave}>
        <IconCheck size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        mt={5}
        aria-label={t("fields.inPlace.cancel", { label })}
        onMouseDown={keepFocus}
        onClick={onCancel}>
        <IconX size={16} />
      </ActionIcon>
    </>
  );
}

/** Not every browser gives a pressed button the focus: the input would be left, and saved, before the button is heard. */
function keepFocus(event: MouseEvent) {
  event.preventDefault();
}
