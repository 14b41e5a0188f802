import { Anchor, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { AccountDetail } from "../api/types";
import { formatMoment } from "../common/format";
import { lastOf } from "../common/lastList";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { Section } from "../common/Section";
import { useIdParam } from "../common/useIdParam";
import { AccountContacts } from "./AccountContacts";
import { AccountFields } from "./AccountFields";
import { accountPath } from "./links";
import { useAccount, useDeleteAccount } from "./queries";
import { StatusBadge } from "./StatusBadge";

const ConfirmDialog = lazy(() => import("../common/ConfirmDialog"));

export function AccountPage() {
  const { t } = useTranslation();
  const query = useAccount(useIdParam());
  const action = (
    <Button component={Link} {...lastOf("/accounts")} variant="default">
      {t("accounts.backToList")}
    </Button>
  );
  const missing = { title: t("accounts.missingTitle"), text: t("accounts.missingText"), action };
  return (
    <Loaded query={query} missing={missing}>
      {(account) => <Page key={account.id} account={account} />}
    </Loaded>
  );
}

function Page({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const times = [
    t("contacts.created_at", { at: formatMoment(account.created_at) }),
    t("contacts.changed_at", { at: formatMoment(account.changed_at) }),
  ].join(" · ");
  const note = (
    <Group component="span" gap="xs">
      {account.status && <StatusBadge status={account.status} />}
      <span>{times}</span>
    </Group>
  );
  const linked = (items: { id: number; name: string }[], pathOf: (id: number) => string) =>
    items.map(({ id, name }) => ({ id, name, to: pathOf(id) }));
  return (
    <>
      <PageHeader title={account.name} note={note} back={{ to: "/accounts", label: t("accounts.backToList") }}>
        <DeleteButton account={account} />
      </PageHeader>
      <Stack gap="lg">
        <AccountFields account={account} />
        <AccountContacts account={account} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Links title={t("accounts.groups")} none={t("accounts.noGroups")} items={linked(account.groups, (id) => `/groups/${id}`)} />
          <Links title={t("accounts.children")} none={t("accounts.noChildren")} items={linked(account.children, accountPath)} />
        </SimpleGrid>
      </Stack>
    </>
  );
}

function Links({ title, none, items }: { title: string; none: string; items: { id: number; name: string; to: string }[] }) {
  return (
    <Section title={title}>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      <Stack gap={6}>
        {items.map(({ id, name, to }) => (
          <Anchor key={id} component={Link} to={to} size="sm" style={{ overflowWrap: "anywhere" }}>
            {name}
          </Anchor>
        ))}
      </Stack>
    </Section>
  );
}

function DeleteButton({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteAccount(account.id);
  return (
    <>
      <Button variant="default" c="red.9" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
        {t("accounts.delete")}
      </Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={t("accounts.deleteTitle", { name: account.name })}
            text={t("accounts.deleteText")}
            action={t("accounts.delete")}
            pending={remove.isPending}
            failure={remove.error}
            onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/accounts", { replace: true }) })}
            onClose={() => {
              setAsking(false);
              remove.reset();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
