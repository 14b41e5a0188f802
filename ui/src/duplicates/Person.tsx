import { Anchor, Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact } from "../api/types";
import { formatDay } from "../common/format";
import { titleOf } from "../contacts/contact";

const TELLING = ["company", "mobile_phone", "business_phone", "home_phone", "city"];

/** A contact by what tells it from another. */
export function Person({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const title = titleOf(contact);
  const facts = TELLING.map((field) => contact.fields[field]).filter(Boolean);
  return (
    <Box miw={0} style={{ overflowWrap: "anywhere" }}>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm">
        {title}
      </Anchor>
      {title !== contact.email && <Text size="sm">{contact.email}</Text>}
      {facts.length > 0 && (
        <Text size="sm" c="dimmed">
          {facts.join(" · ")}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t("duplicates.created", { at: formatDay(contact.created_at) })}
      </Text>
    </Box>
  );
}
