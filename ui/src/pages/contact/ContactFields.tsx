import { Box, SimpleGrid, Skeleton, Stack, Switch, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContactDetail } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { Section } from "../../common/Section";
import { valueOf } from "../../contacts/contact";
import classes from "../../fields/InPlace.module.css";
import { useFields } from "../../fields/queries";
import { bySection } from "../../fields/sections";
import { FieldLine } from "./FieldLine";

/** Everything that is known about the contact, in sections; each value is changed where it stands. */
export function ContactFields({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const { data: fields, error, refetch } = useFields();
  const [showBlank, setShowBlank] = useState(false);
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!fields) return <Skeleton h={240} role="status" aria-label={t("app.loading")} />;
  const shown = fields.filter((field) => showBlank || valueOf(contact, field.name));
  const toggle = (
    <Switch label={t("contact.showBlank")} checked={showBlank} onChange={(event) => setShowBlank(event.currentTarget.checked)} />
  );
  return (
    <Section title={t("contacts.fields")} aside={toggle}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl" verticalSpacing="xl">
        {bySection(shown).map(({ section, fields: own }) => (
          <Box key={section}>
            <Title order={3} className={classes.sectionTitle}>
              {t(`fields.sections.${section}`)}
            </Title>
            <Stack component="dl" gap={4} m={0}>
              {own.map((field) => (
                <FieldLine key={field.name} contactId={contact.id} field={field} value={valueOf(contact, field.name)} />
              ))}
            </Stack>
          </Box>
        ))}
      </SimpleGrid>
    </Section>
  );
}
