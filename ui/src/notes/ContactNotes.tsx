import { Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { NoteForm } from "./NoteForm";
import { NoteItem } from "./NoteItem";
import { useAddNote, useNotes } from "./queries";

/** What people wrote down about the contact. */
export function ContactNotes({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const add = useAddNote(contactId);
  return (
    <Section title={t("notes.title")}>
      <Stack gap="md">
        <NoteForm label={t("notes.new")} action={t("notes.add")} save={add} />
        <Notes contactId={contactId} />
      </Stack>
    </Section>
  );
}

function Notes({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const { data: notes, error, refetch } = useNotes(contactId);
  if (error && !notes) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!notes) return <Skeleton h={60} role="status" aria-label={t("app.loading")} />;
  if (notes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("notes.none")}
      </Text>
    );
  return (
    <Stack component="ul" gap="sm" m={0} p={0}>
      {notes.map((note) => (
        <NoteItem key={note.id} contactId={contactId} note={note} />
      ))}
    </Stack>
  );
}
