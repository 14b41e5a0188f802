import { Anchor, Box, SimpleGrid, Stack, Switch, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactDetail, Field } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { useFields } from "../fields/queries";
import { bySection } from "../fields/sections";
import classes from "./Contact.module.css";

/** Everything that is known about the contact, in sections. */
export function ContactFields({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const { data: fields = [], error, refetch } = useFields();
  const [showBlank, setShowBlank] = useState(false);
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  const shown = fields.filter((field) => showBlank || valueOf(contact, field.name));
  const toggle = <Switch label={t("contacts.showBlank")} checked={showBlank} onChange={(event) => setShowBlank(event.currentTarget.checked)} />;
  return (
    <Section title={t("contacts.fields")} aside={toggle}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="xl">
        {bySection(shown, (field) => field.name).map(({ section, things }) => (
          <Box key={section}>
            <Title order={3} className={classes.sectionTitle}>{t(`fields.sections.${section}`)}</Title>
            <Stack component="dl" gap="xs" m={0}>
              {things.map((field) => <FieldLine key={field.name} field={field} value={valueOf(contact, field.name)} />)}
            </Stack>
          </Box>
        ))}
      </SimpleGrid>
    </Section>
  );
}

function FieldLine({ field, value }: { field: Field; value: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <Text component="dt" size="sm" c="dimmed">{field.label}</Text>
      <Text component="dd" size="sm" className={classes.value}>{value ? <Value kind={field.kind} value={value} /> : t("common.blank")}</Text>
    </div>
  );
}

function Value({ kind, value }: { kind: Field["kind"]; value: string }) {
  const address = addressOf(kind, value);
  return address ? <Anchor href={address} size="sm" rel="noreferrer">{value}</Anchor> : value;
}

/** Only what is surely a mail, phone or web address becomes a link: values come from files of strangers. */
function addressOf(kind: Field["kind"], value: string): string | null {
  if (kind === "email") return `mailto:${value}`;
  if (kind === "phone") return `tel:${value.replace(/[^+\d]/g, "")}`;
  return kind === "url" && /^https?:\/\//i.test(value) ? value : null;
}

function valueOf(contact: ContactDetail, field: string): string {
  return (field === "email" ? contact.email : contact.fields[field]) ?? "";
}
