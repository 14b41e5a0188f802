/** Why a contact is, or is not, in the group: its reasons, and the condition with what is true of the contact. */
import { Alert, Anchor, Button, Drawer, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconUserOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact, ExplainedNode, GroupDetail, MembershipExplanation } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { ConditionTree } from "../../conditions/ConditionTree";
import { useCatalogue, useNames } from "../../conditions/queries";
import { nameOf } from "../../contacts/contact";
import { ContactSearch } from "../../contacts/ContactSearch";
import { useMembership } from "../../groups/memberQueries";
import { Reasons } from "../../groups/Reasons";

/** Null as long as no contact is picked. */
export interface AskedAbout {
  contact: Contact | null;
}

interface Props {
  group: GroupDetail;
  asked: AskedAbout | null;
  onAsk: (asked: AskedAbout | null) => void;
}

export function MembershipDrawer({ group, asked, onAsk }: Props) {
  const { t } = useTranslation();
  const pick = (contact: Contact) => (
    <Button
      size="xs"
      variant="default"
      aria-label={t("groups.why.pickNamed", { name: nameOf(contact) || contact.email })}
      onClick={() => onAsk({ contact })}>
      {t("groups.why.pick")}
    </Button>
  );
  return (
    <Drawer
      opened={asked !== null}
      onClose={() => onAsk(null)}
      position="right"
      title={t("groups.why.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      attributes={{ header: { role: "presentation" } }}
      styles={{ title: { fontWeight: 650 } }}>
      {asked?.contact ? (
        <About group={group} contact={asked.contact} onOther={() => onAsk({ contact: null })} />
      ) : (
        asked && <ContactSearch label={t("groups.why.search")} action={pick} />
      )}
    </Drawer>
  );
}

function About({ group, contact, onOther }: { group: GroupDetail; contact: Contact; onOther: () => void }) {
  const { t } = useTranslation();
  const query = useMembership(group.id, contact.id);
  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600}>
          {nameOf(contact) || contact.email}
        </Anchor>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {contact.email}
        </Text>
      </div>
      {query.data ? (
        <Verdict membership={query.data} />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Stack gap="sm">
          <Skeleton h={64} />
          <Skeleton h={140} />
        </Stack>
      )}
      <Button variant="default" size="xs" onClick={onOther} style={{ alignSelf: "flex-start" }}>
        {t("groups.why.other")}
      </Button>
    </Stack>
  );
}

function Verdict({ membership }: { membership: MembershipExplanation }) {
  const { t } = useTranslation();
  const { member, excluded, reasons, condition } = membership;
  const verdict = excluded ? "excluded" : member ? "member" : "noMember";
  const icon = excluded ? <IconUserOff /> : member ? <IconCircleCheck /> : <IconCircleX />;
  return (
    <>
      <Alert color={member ? "pine" : "gray"} icon={icon} title={t(`groups.why.${verdict}`)}>
        {excluded ? (
          t("groups.why.excludedText")
        ) : reasons.length > 0 ? (
          <Reasons reasons={reasons} />
        ) : (
          t(condition ? "groups.why.noReasonCondition" : "groups.why.noReason")
        )}
      </Alert>
      {condition && <Explanation condition={condition} />}
    </>
  );
}

function Explanation({ condition }: { condition: ExplainedNode }) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const names = useNames(condition, catalogue.data);
  return (
    <div>
      <Title order={3} mb={6}>
        {t("groups.why.condition")}
      </Title>
      {catalogue.data && <ConditionTree condition={condition} catalogue={catalogue.data} names={names} />}
      {catalogue.isError && <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />}
    </div>
  );
}
