import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Contact } from "../api/types";
import { nameOf } from "./contact";

/** A contact's name, which leads to its page, and where there is no column for it the address. */
export function ContactCell({ contact }: { contact: Contact }) {
  const name = nameOf(contact);
  return (
    <>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm" lineClamp={2} title={name || contact.email}>
        {name || contact.email}
      </Anchor>
      {name && (
        <Text size="xs" c="dimmed" hiddenFrom="md" truncate>
          {contact.email}
        </Text>
      )}
    </>
  );
}
