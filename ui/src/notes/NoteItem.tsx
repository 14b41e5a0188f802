import { ActionIcon, Box, Group, Text } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Note } from "../api/types";
import { formatMoment } from "../common/format";
import { NoteForm } from "./NoteForm";
import classes from "./Notes.module.css";
import { useChangeNote, useDeleteNote } from "./queries";

const ConfirmDialog = lazy(() => import("../common/ConfirmDialog"));

interface Props {
  contactId: number;
  note: Note;
}

export function NoteItem({ contactId, note }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"edit" | "delete" | null>(null);
  const change = useChangeNote(contactId, note.id);
  const remove = useDeleteNote(contactId, note.id);
  const stop = () => setDoing(null);
  const at = formatMoment(note.created_at);
  if (doing === "edit")
    return (
      <li className={classes.note}>
        <NoteForm label={t("notes.edit", { at })} action={t("notes.save")} save={change} text={note.text} onClose={stop} />
      </li>
    );
  return (
    <li className={classes.note}>
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <Text size="xs" c="dimmed" pt={3}>
          {note.changed_at === note.created_at ? at : t("notes.changed", { at, changed: formatMoment(note.changed_at) })}
        </Text>
        <Group gap={2} wrap="nowrap">
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("notes.edit", { at })} onClick={() => setDoing("edit")}>
            <IconPencil size={14} />
          </ActionIcon>
          <ActionIcon size="sm" variant="subtle" color="red" aria-label={t("notes.delete", { at })} onClick={() => setDoing("delete")}>
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      </Group>
      <Box className={classes.noteText}>{note.text}</Box>
      <Suspense>
        {doing === "delete" && (
          <ConfirmDialog
            title={t("notes.deleteTitle")}
            text={t("notes.deleteText", { at })}
            action={t("notes.deleteButton")}
            pending={remove.isPending}
            failure={remove.error}
            onConfirm={() => remove.mutate(undefined, { onSuccess: stop })}
            onClose={stop}
          />
        )}
      </Suspense>
    </li>
  );
}
