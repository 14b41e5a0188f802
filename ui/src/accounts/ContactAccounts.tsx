import { ActionIcon, Anchor, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactAccount } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { withTexts } from "../i18n";
import { accountPath } from "./links";
import { RoleSelect } from "./pickers";
import { useContactAccounts, usePutContact, useTakeOutContact } from "./queries";

const AddToAccountModal = lazy(withTexts(["accounts", "contacts"], () => import("./AddToAccountModal")));

/** The accounts that a contact is in, and what it is there. */
export function ContactAccounts({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { data: accounts, error, refetch } = useContactAccounts(contactId);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t("accounts.addTo")}
    </Button>
  );
  return (
    <Section title={t("accounts.title")} aside={add}>
      {error && !accounts && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      {!error && !accounts && <Skeleton h={24} role="status" aria-label={t("app.loading")} />}
      {accounts?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("accounts.inNone")}
        </Text>
      )}
      <Stack gap="sm">
        {accounts?.map((one) => (
          <AccountLine key={one.account.id} contactId={contactId} belonging={one} />
        ))}
      </Stack>
      <Suspense>{adding && <AddToAccountModal contactId={contactId} onClose={() => setAdding(false)} />}</Suspense>
    </Section>
  );
}

function AccountLine({ contactId, belonging: { account, role, primary, secondary } }: { contactId: number; belonging: ContactAccount }) {
  const { t } = useTranslation();
  const put = usePutContact();
  const takeOut = useTakeOutContact();
  const failure = put.error ?? takeOut.error;
  const badge = (words: string) => (
    <Badge variant="default" tt="none" fw={500}>
      {words}
    </Badge>
  );
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap="xs" miw={0}>
          <Anchor component={Link} to={accountPath(account.id)} size="sm" style={{ overflowWrap: "anywhere" }}>
            {account.name}
          </Anchor>
          {primary && badge(t("accounts.primary"))}
          {secondary && badge(t("accounts.secondary"))}
        </Group>
        <Group gap={4} wrap="nowrap">
          <RoleSelect
            size="xs"
            w={140}
            aria-label={t("accounts.roleIn", { name: account.name })}
            value={role ?? null}
            disabled={put.isPending}
            onChange={(roleId) => put.mutate({ accountId: account.id, contactId, roleId })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("accounts.takeOutOf", { name: account.name })}
            loading={takeOut.isPending}
            onClick={() => takeOut.mutate({ accountId: account.id, contactId })}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      {failure && <FailureAlert failure={failure} />}
    </>
  );
}
