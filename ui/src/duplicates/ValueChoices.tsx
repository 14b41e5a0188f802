import { Box, Radio, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Field } from "../api/types";
import { Section } from "../common/Section";
import { valueOf } from "../contacts/contact";
import { shown } from "../fields/value";
import classes from "./Duplicates.module.css";
import { takenFrom, type Choices, type Sorted, type Two } from "./merge";

interface Props extends Two {
  sorted: Sorted;
  choices: Choices;
  onChoose: (field: string, contactId: number) => void;
}

/** Field by field, which of two different values is kept. */
export function ValueChoices({ own, other, sorted: { different, same }, choices, onChoose }: Props) {
  const { t } = useTranslation();
  const [showSame, setShowSame] = useState(false);
  const toggle = same.length > 0 && (
    <Switch
      label={t("duplicates.merge.same", { count: same.length })}
      checked={showSame}
      onChange={(event) => setShowSame(event.currentTarget.checked)}
    />
  );
  return (
    <Section title={t("duplicates.merge.values")} aside={toggle}>
      {different.map((field) => (
        <Choice
          key={field.name}
          field={field}
          contacts={[own, other]}
          taken={takenFrom(field.name, choices, own, other)}
          onChoose={(id) => onChoose(field.name, id)}
        />
      ))}
      {different.length < 2 && (
        <Text size="sm" c="dimmed">
          {t("duplicates.merge.valuesNone")}
        </Text>
      )}
      {showSame && same.map((field) => <Same key={field.name} field={field} contact={own} />)}
    </Section>
  );
}

interface ChoiceProps {
  field: Field;
  contacts: [Contact, Contact];
  taken: number;
  onChoose: (contactId: number) => void;
}

function Choice({ field, contacts, taken, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  const isEmail = field.name === "email";
  const label = isEmail ? t("duplicates.merge.shownAddress") : field.label;
  return (
    <div role="radiogroup" aria-label={label} className={classes.choice}>
      <Box className={classes.choiceName}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        {isEmail && (
          <Text size="xs" c="dimmed">
            {t("duplicates.merge.bothFind")}
          </Text>
        )}
      </Box>
      {contacts.map((contact) => {
        const value = valueOf(contact, field.name);
        return (
          <Radio
            key={contact.id}
            name={`keep-${field.name}`}
            className={classes.option}
            wrapperProps={{ "data-chosen": taken === contact.id || undefined }}
            label={value ? shown(field.kind, value) : t("duplicates.merge.blank")}
            styles={{ label: { color: value ? undefined : "var(--mantine-color-dimmed)" } }}
            checked={taken === contact.id}
            onChange={() => onChoose(contact.id)}
          />
        );
      })}
    </div>
  );
}

function Same({ field, contact }: { field: Field; contact: Contact }) {
  return (
    <div className={classes.choice}>
      <Text size="sm" c="dimmed" className={classes.choiceName}>
        {field.label}
      </Text>
      <Text size="sm" className={classes.option}>
        {shown(field.kind, valueOf(contact, field.name))}
      </Text>
    </div>
  );
}
