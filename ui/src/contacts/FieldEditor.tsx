import { ActionIcon, Group } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import type { Field } from "../api/types";
import { placedErrors } from "../common/placedErrors";
import { FieldInput } from "../fields/FieldInput";
import classes from "./Contact.module.css";
import { useChangeContact } from "./queries";

interface Props {
  contactId: number;
  field: Field;
  value: string;
  /** `toPencil` tells whether the keyboard goes on where it came from. */
  onClose: (toPencil: boolean) => void;
}

/** Changes one field: Enter or leaving it saves, Escape does not. What the API refuses stays, with its reason. */
export default function FieldEditor({ contactId, field, value, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [refused, setRefused] = useState<string | null>(null);
  const change = useChangeContact(contactId);
  const closed = useRef(false);
  const close = (toPencil: boolean) => {
    closed.current = true;
    onClose(toPencil);
  };

  const save = (toPencil: boolean) => {
    const changed = typed.trim();
    if (change.isPending || closed.current) return;
    if (changed === value) return close(toPencil);
    const body = field.name === "email" ? { email: changed } : { fields: { [field.name]: changed || null } };
    change.mutate(body, { onSuccess: () => close(toPencil), onError: () => setRefused(typed) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
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
        <FieldInput field={field} value={typed} onChange={setTyped} hideLabel autoFocus disabled={change.isPending} error={typed === refused ? reasonOf(change.error, field) : null} />
      </div>
      <ActionIcon variant="light" mt={5} aria-label={t("contacts.saveField", { label: field.label })} loading={change.isPending} onMouseDown={keepFocus} onClick={() => save(true)}><IconCheck size={16} /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" mt={5} aria-label={t("contacts.cancelField", { label: field.label })} onMouseDown={keepFocus} onClick={() => close(true)}><IconX size={16} /></ActionIcon>
    </Group>
  );
}

/** Not every browser gives a pressed button the focus: the input would be left, and saved, before the button is heard. */
function keepFocus(event: MouseEvent) {
  event.preventDefault();
}

function reasonOf(thrown: unknown, { name }: Field): string | null {
  if (thrown == null) return null;
  const failure = toFailure(thrown);
  const placed = placedErrors(thrown).at(name === "email" ? "/email" : `/fields/${name}`);
  return placed ?? [failure.title, failure.remedy].filter(Boolean).join(" ");
}
