import { ActionIcon, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Account } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { withTexts } from "../i18n";
import { accountPath } from "./links";
import { useGroupAccount, useGroupAccounts } from "./queries";

const AddGroupAccountModal = lazy(withTexts(["accounts", "contacts"], () => import("./AddGroupAccountModal")));

/** The accounts whose contacts are in a group, those that enter them later too. */
export function GroupAccounts({ groupId }: { groupId: number }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t("accounts.addToGroup")}
    </Button>
  );
  return (
    <Section title={t("accounts.title")} aside={add}>
      <Lines groupId={groupId} />
      <Suspense>{adding && <AddGroupAccountModal groupId={groupId} onClose={() => setAdding(false)} />}</Suspense>
    </Section>
  );
}

function Lines({ groupId }: { groupId: number }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useGroupAccounts(groupId);
  if (error && !data) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={24} role="status" aria-label={t("app.loading")} />;
  const accounts = data.pages.flatMap(({ items }) => items);
  if (accounts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("accounts.noneInGroup")}
      </Text>
    );
  return (
    <Stack gap="xs" align="stretch">
      {accounts.map((account) => (
        <AccountLine key={account.id} groupId={groupId} account={account} />
      ))}
      {hasNextPage && (
        <Button size="xs" variant="default" w="fit-content" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </Stack>
  );
}

function AccountLine({ groupId, account }: { groupId: number; account: Account }) {
  const { t } = useTranslation();
  const change = useGroupAccount(groupId);
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap="xs" miw={0}>
          <Anchor component={Link} to={accountPath(account.id)} size="sm" style={{ overflowWrap: "anywhere" }}>
            {account.name}
          </Anchor>
          <Text size="xs" c="dimmed">
            {t("accounts.contactCount", { count: account.contacts, formatted: formatNumber(account.contacts) })}
          </Text>
        </Group>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("accounts.takeOutNamed", { name: account.name })}
          loading={change.isPending}
          onClick={() => change.mutate({ accountId: account.id, within: false })}>
          <IconX size={16} />
        </ActionIcon>
      </Group>
      {change.isError && <FailureAlert failure={change.error} />}
    </>
  );
}
