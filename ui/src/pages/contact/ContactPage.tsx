import { Button, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ContactAccounts } from "../../accounts/ContactAccounts";
import { ContactActivities } from "../../activities/ContactActivities";
import type { ContactDetail } from "../../api/types";
import { formatMoment } from "../../common/format";
import { lastOf } from "../../common/lastList";
import { Loaded } from "../../common/Loaded";
import { PageHeader } from "../../common/PageHeader";
import { useIdParam } from "../../common/useIdParam";
import { titleOf } from "../../contacts/contact";
import { useContact } from "../../contacts/queries";
import { ContactDuplicates } from "../../duplicates/ContactDuplicates";
import { MergedContacts } from "../../duplicates/MergedContacts";
import { ContactNotes } from "../../notes/ContactNotes";
import { ContactFields } from "./ContactFields";
import { ContactGroups } from "./ContactGroups";
import { ContactHistory } from "./ContactHistory";
import { ContactMenu } from "./ContactMenu";
import { ContactPoints } from "./ContactPoints";
import { ContactSource } from "./ContactSource";

export function ContactPage() {
  const { t } = useTranslation();
  const query = useContact(useIdParam());
  const action = (
    <Button component={Link} {...lastOf("/contacts")} variant="default">
      {t("contacts.backToList")}
    </Button>
  );
  const missing = { title: t("contact.missingTitle"), text: t("contact.missingText"), action };
  return (
    <Loaded query={query} missing={missing}>
      {(contact) => <Page key={contact.id} contact={contact} />}
    </Loaded>
  );
}

function Page({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const times = [
    t("contacts.created_at", { at: formatMoment(contact.created_at) }),
    t("contacts.changed_at", { at: formatMoment(contact.changed_at) }),
  ].join(" · ");
  return (
    <>
      <PageHeader title={titleOf(contact)} note={times} back={{ to: "/contacts", label: t("contacts.backToList") }}>
        <ContactMenu contact={contact} />
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
