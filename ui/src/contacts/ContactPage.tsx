import { Button, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail } from "../api/types";
import { formatMoment } from "../common/format";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { useIdParam } from "../common/useIdParam";
import { nameOf } from "./contact";
import { ContactFields } from "./ContactFields";
import { ContactGroups } from "./ContactGroups";
import { ContactHistory } from "./ContactHistory";
import { ContactSource } from "./ContactSource";
import { useContact } from "./queries";

export function ContactPage() {
  const { t } = useTranslation();
  const query = useContact(useIdParam());
  const action = <Button component={Link} to="/contacts" variant="default">{t("contacts.backToList")}</Button>;
  const missing = { title: t("contacts.missingTitle"), text: t("contacts.missingText"), action };
  return <Loaded query={query} missing={missing}>{(contact) => <Page contact={contact} />}</Loaded>;
}

function Page({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const times = [
    t("contacts.created_at", { at: formatMoment(contact.created_at) }),
    t("contacts.changed_at", { at: formatMoment(contact.changed_at) }),
  ].join(" · ");
  return (
    <>
      <PageHeader title={nameOf(contact) || contact.email} note={times} back={{ to: "/contacts", label: t("contacts.backToList") }} />
      <Stack gap="lg">
        <ContactFields contact={contact} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <ContactGroups contact={contact} />
          <ContactSource contact={contact} />
        </SimpleGrid>
        <ContactHistory contact={contact} />
      </Stack>
    </>
  );
}
