import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail } from "../api/types";
import { Section } from "../common/Section";

/** The groups that the contact is in, and why. */
export function ContactGroups({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t("contacts.groups")}>
      {contact.groups.length === 0 && <Text size="sm" c="dimmed">{t("contacts.noGroups")}</Text>}
      <Stack gap="sm">
        {contact.groups.map((group) => (
          <Group key={group.id} gap="xs">
            <Anchor component={Link} to={`/groups/${group.id}`} size="sm" style={{ overflowWrap: "anywhere" }}>{group.name}</Anchor>
            {group.reasons.map((reason) => <Badge key={reason} variant="default" tt="none" fw={500}>{t(`contacts.reason.${reason}`)}</Badge>)}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
