import { ActionIcon, Anchor, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useState, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { shown } from "../fields/value";
import classes from "./Contact.module.css";

const FieldEditor = lazy(() => import("./FieldEditor"));

interface Props {
  contactId: number;
  field: Field;
  value: string;
}

/** A field with its value. A click on the value, or on the pencil beside it, puts an input in its place. */
export function FieldLine({ contactId, field, value }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [returned, setReturned] = useState(false);
  const close = (toPencil: boolean) => {
    setReturned(toPencil);
    setEditing(false);
  };
  const openUnlessUsed = (event: MouseEvent) => {
    const used = event.target instanceof Element && event.target.closest("a, button");
    if (!used && window.getSelection()?.isCollapsed !== false) setEditing(true);
  };
  return (
    <div className={classes.line} data-editing={editing || undefined}>
      <Text component="dt" size="sm" c="dimmed" className={classes.label}>{field.label}</Text>
      {editing ? (
        <dd className={classes.editor}>
          <Suspense fallback={value}><FieldEditor contactId={contactId} field={field} value={value} onClose={close} /></Suspense>
        </dd>
      ) : (
        <Text component="dd" size="sm" className={classes.value} onClick={openUnlessUsed}>
          <span>{value ? <Value kind={field.kind} value={value} /> : t("common.blank")}</span>
          <ActionIcon autoFocus={returned} className={classes.pencil} size="sm" variant="subtle" color="gray" aria-label={t("contacts.editField", { label: field.label })} onClick={() => setEditing(true)}><IconPencil size={14} /></ActionIcon>
        </Text>
      )}
    </div>
  );
}

function Value({ kind, value }: { kind: Field["kind"]; value: string }) {
  const address = addressOf(kind, value);
  return address ? <Anchor href={address} size="sm" rel="noreferrer">{value}</Anchor> : shown(kind, value);
}

/** Only what is surely a mail, phone or web address becomes a link: values come from files of strangers. */
function addressOf(kind: Field["kind"], value: string): string | null {
  if (kind === "email") return `mailto:${value}`;
  if (kind === "phone") return `tel:${value.replace(/[^+\d]/g, "")}`;
  return kind === "url" && /^https?:\/\//i.test(value) ? value : null;
}
