import { Box, SimpleGrid, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccountChanges, AccountDetail, Field } from "../api/types";
import { Section } from "../common/Section";
import { FieldLine } from "../fields/FieldLine";
import classes from "../fields/InPlace.module.css";
import { useFields } from "../fields/queries";
import { useList } from "../lists/queries";
import { fieldOf, flat, nameField, SECTIONS, statusField, textChange, textOf, type TextName } from "./account";
import { accountPath } from "./links";
import { NamedLine } from "./NamedLine";
import { AccountPicker, ContactPicker } from "./pickers";
import { useChangeAccount } from "./queries";

/** Everything that is known about the account; each value is changed where it stands. */
export function AccountFields({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t("contacts.fields")}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="xl">
        <Lines title={t("accounts.sections.account")}>
          <AccountLines account={account} />
        </Lines>
        <Lines title={t("accounts.sections.address")}>
          <Texts account={account} names={SECTIONS.address} />
        </Lines>
        <Lines title={t("accounts.sections.reach")}>
          <Texts account={account} names={SECTIONS.reach} />
        </Lines>
      </SimpleGrid>
    </Section>
  );
}

function Lines({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box>
      <Title order={3} className={classes.sectionTitle}>
        {title}
      </Title>
      <Stack component="dl" gap={4} m={0}>
        {children}
      </Stack>
    </Box>
  );
}

function AccountLines({ account }: { account: AccountDetail }) {
  const { t } = useTranslation();
  const { status, parent, primary_contact: primary, secondary_contact: secondary } = account;
  const statuses = useList("account-statuses").data?.items ?? [];
  const named = (contact: AccountDetail["primary_contact"]) => (contact ? { id: contact.id, name: contact.name ?? contact.email } : null);
  const contactPath = (id: number) => `/contacts/${id}`;
  return (
    <>
      <Line account={account} field={nameField(t("accounts.name"))} value={account.name} pointer="/name" toChanges={(name) => ({ name })} />
      <Line
        account={account}
        field={statusField(
          t("accounts.status"),
          statuses.map(({ label }) => label),
        )}
        value={status?.label ?? ""}
        pointer="/status_id"
        toChanges={(label) => ({ status_id: statuses.find((one) => one.label === label)?.id ?? null })}
      />
      <NamedLine
        accountId={account.id}
        label={t("accounts.parent")}
        value={parent ?? null}
        pointer="/parent_id"
        pathOf={accountPath}
        Picker={AccountPicker}
        toChanges={(id) => ({ parent_id: id })}
      />
      <NamedLine
        accountId={account.id}
        label={t("accounts.primary")}
        value={named(primary)}
        pointer="/primary_contact_id"
        pathOf={contactPath}
        Picker={ContactPicker}
        toChanges={(id) => ({ primary_contact_id: id })}
      />
      <NamedLine
        accountId={account.id}
        label={t("accounts.secondary")}
        value={named(secondary)}
        pointer="/secondary_contact_id"
        pathOf={contactPath}
        Picker={ContactPicker}
        toChanges={(id) => ({ secondary_contact_id: id })}
      />
      <Texts account={account} names={SECTIONS.other} />
    </>
  );
}

function Texts({ account, names }: { account: AccountDetail; names: readonly TextName[] }) {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  return names.map((name) => (
    <Line
      key={name}
      account={account}
      field={fieldOf(name, t(`accounts.field.${name}`), fields)}
      value={textOf(account, name)}
      pointer={`/fields/${name}`}
      toChanges={(value) => textChange(name, value)}
    />
  ));
}

interface LineProps {
  account: AccountDetail;
  field: Field;
  value: string;
  pointer: string;
  toChanges: (value: string) => AccountChanges;
}

function Line({ account, field, value, pointer, toChanges }: LineProps) {
  const { mutate, isPending, error } = useChangeAccount(account.id);
  return (
    <FieldLine
      field={field}
      value={value}
      change={{
        save: (typed, then, before) => mutate({ ...toChanges(typed), before: flat(toChanges(before)) }, then),
        isPending,
        error,
        pointer,
      }}
    />
  );
}
