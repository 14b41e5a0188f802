import { Button, SimpleGrid, Stack } from "@mantine/core";
import { IconFileDownload, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { ContactAccounts } from "../../accounts/ContactAccounts";
import { ContactActivities } from "../../activities/ContactActivities";
import type { ContactDetail } from "../../api/types";
import { formatMoment } from "../../common/format";
import { Loaded } from "../../common/Loaded";
import { PageHeader } from "../../common/PageHeader";
import { useIdParam } from "../../common/useIdParam";
import { ContactDuplicates } from "../../duplicates/ContactDuplicates";
import { MergedContacts } from "../../duplicates/MergedContacts";
import { EraseButton } from "../../erasure/EraseButton";
import { nameOf } from "../contact";
import { ContactFields } from "./ContactFields";
import { ContactGroups } from "./ContactGroups";
import { ContactHistory } from "./ContactHistory";
import { ContactPoints } from "./ContactPoints";
import { ContactSource } from "./ContactSource";
import { ContactNotes } from "../notes/ContactNotes";
import { useContact, useDeleteContact } from "../queries";
import "../../accounts/texts";
import "../../activities/texts";
import "../../duplicates/texts";
import "../../erasure/texts";
import "../../fields/texts";
import "../notes/texts";
import "../texts";
import "./texts";

const ConfirmDialog = lazy(() => import("../../common/ConfirmDialog"));

export function ContactPage() {
  const { t } = useTranslation();
  const query = useContact(useIdParam());
  const action = <Button component={Link} to="/contacts" variant="default">{t("contacts.backToList")}</Button>;
  const missing = { title: t("contact.missingTitle"), text: t("contact.missingText"), action };
  return <Loaded query={query} missing={missing}>{(contact) => <Page key={contact.id} contact={contact} />}</Loaded>;
}

function Page({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const times = [
    t("contacts.created_at", { at: formatMoment(contact.created_at) }),
    t("contacts.changed_at", { at: formatMoment(contact.changed_at) }),
  ].join(" · ");
  return (
    <>
      <PageHeader title={nameOf(contact) || contact.email} note={times} back={{ to: "/contacts", label: t("contacts.backToList") }}>
        <Button component="a" href={`/api/v1/contacts/${contact.id}/personal-data`} download variant="default" leftSection={<IconFileDownload size={16} />} h="auto" mih={36} py={6}
          styles={{ label: { whiteSpace: "normal", lineHeight: 1.3 } }}>{t("contact.personalData")}</Button>
        <DeleteButton contact={contact} />
        <EraseButton contact={contact} />
      </PageHeader>
      <Stack gap="lg">
        <ContactFields contact={contact} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Stack gap="lg">
            <ContactNotes contactId={contact.id} />
            <ContactGroups contact={contact} />
            <ContactAccounts contactId={contact.id} />
            <ContactSource contact={contact} />
            <MergedContacts contactId={contact.id} />
          </Stack>
          <Stack gap="lg">
            <ContactDuplicates contact={contact} />
            <ContactPoints contact={contact} />
            <ContactActivities contactId={contact.id} />
          </Stack>
        </SimpleGrid>
        <ContactHistory contact={contact} />
      </Stack>
    </>
  );
}

function DeleteButton({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteContact(contact.id);
  const close = () => setAsking(false);
  return (
    <>
      <Button variant="default" c="red.9" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>{t("contact.delete")}</Button>
      <Suspense>
        {asking && (
          <ConfirmDialog title={t("contact.deleteTitle")} text={t("contact.deleteText", { contact: nameOf(contact) || contact.email })} action={t("contact.delete")} pending={remove.isPending} failure={remove.error}
            onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/contacts", { replace: true }) })} onClose={close} />
        )}
      </Suspense>
    </>
  );
}
