import { ActionIcon, Anchor, Badge, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail, ContactMembership } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { Section } from "../../common/Section";
import { withTexts } from "../../i18n";
import { useMembership, type Move } from "./membership";

const AddToGroupModal = lazy(withTexts(["contact", "groups"], () => import("./AddToGroupModal")));

/** The groups that the contact is in, and why; those it is kept out of; and the way in and out. */
export function ContactGroups({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const change = useMembership(contact.id);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t("contact.addToGroup")}
    </Button>
  );
  return (
    <Section title={t("contact.groups")} aside={add}>
      {contact.groups.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("contact.noGroups")}
        </Text>
      )}
      <Stack gap="sm">
        {contact.groups.map((group) => (
          <GroupLine key={group.id} group={group} change={change} />
        ))}
        {change.isError && <FailureAlert failure={change.error} />}
      </Stack>
      <Suspense>{adding && <AddToGroupModal contactId={contact.id} onClose={() => setAdding(false)} />}</Suspense>
    </Section>
  );
}

function GroupLine({ group, change }: { group: ContactMembership; change: ReturnType<typeof useMembership> }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
      <Group gap="xs" miw={0}>
        <Anchor component={Link} to={`/groups/${group.id}`} size="sm" style={{ overflowWrap: "anywhere" }}>
          {group.name}
        </Anchor>
        {group.excluded && (
          <Badge variant="light" color="red" tt="none" fw={500} c="var(--mantine-color-error)">
            {t("contact.excluded")}
          </Badge>
        )}
        {group.reasons.map((reason) => (
          <Badge key={reason} variant="default" tt="none" fw={500}>
            {t(`contacts.reason.${reason}`)}
          </Badge>
        ))}
      </Group>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            loading={change.isPending && change.variables.groupId === group.id}
            aria-label={t("contact.groupActions", { group: group.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Ways group={group} onChoose={(to) => change.mutate({ groupId: group.id, to })} />
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

/** What can be taken away by hand is taken out; whom the condition brings in must be kept out. */
function Ways({ group, onChoose }: { group: ContactMembership; onChoose: (to: Move) => void }) {
  const { t } = useTranslation();
  const byHand = group.reasons.some((reason) => reason === "manual" || reason === "import");
  if (group.excluded) return <Menu.Item onClick={() => onChoose("allowed")}>{t("contact.allowInGroup")}</Menu.Item>;
  return (
    <>
      {byHand && (
        <Menu.Item onClick={() => onChoose("out")}>
          {t(group.reasons.includes("condition") ? "contact.takeOutByHand" : "contact.takeOut")}
        </Menu.Item>
      )}
      <Menu.Item onClick={() => onChoose("excluded")}>{t("contact.exclude")}</Menu.Item>
    </>
  );
}
