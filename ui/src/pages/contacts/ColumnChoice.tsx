import { Button, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { columnsShown, TIMES, toggle } from "../../contacts/columns";
import { useFields } from "../../fields/queries";
import { bySection } from "../../fields/sections";
import classes from "./ColumnChoice.module.css";
import { useFigures } from "./figures";

interface Props {
  columns: string[] | null;
  onColumns: (columns: string[] | null) => void;
}

/** Every field, the persona and every score as a column to be shown or not. */
export default function ColumnChoice({ columns, onColumns }: Props) {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  const [words, setWords] = useState("");
  const figures = useFigures(true);
  const shown = columnsShown(columns, fields, figures);
  const fits = (label: string) => label.toLowerCase().includes(words.trim().toLowerCase());
  const box = (column: string, label: string) => (
    <Checkbox key={column} size="sm" label={label} checked={shown.includes(column)} onChange={() => onColumns(toggle(shown, column))} />
  );
  const figuresFound = (figures ?? []).filter(({ label }) => fits(label));
  const times = TIMES.filter((time) => fits(t(`contacts.times.${time}`)));
  const sections = bySection(fields.filter(({ label }) => fits(label)));
  return (
    <>
      <Stack gap="xs" p="sm" pb="xs">
        <TextInput
          size="sm"
          data-autofocus
          aria-label={t("contacts.searchColumns")}
          placeholder={t("contacts.searchColumns")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </Stack>
      <Stack gap="sm" className={classes.columns} tabIndex={-1}>
        {sections.map(({ section, fields: own }) => (
          <Stack key={section} gap={8} role="group" aria-label={t(`fields.sections.${section}`)}>
            <Text className={classes.columnSection}>{t(`fields.sections.${section}`)}</Text>
            {own.map(({ name, label }) => box(name, label))}
          </Stack>
        ))}
        {figuresFound.length > 0 && (
          <Stack gap={8} role="group" aria-label={t("contacts.figuresSection")}>
            <Text className={classes.columnSection}>{t("contacts.figuresSection")}</Text>
            {figuresFound.map(({ name, label }) => box(name, label))}
          </Stack>
        )}
        {times.length > 0 && (
          <Stack gap={8} role="group" aria-label={t("contacts.timesSection")}>
            <Text className={classes.columnSection}>{t("contacts.timesSection")}</Text>
            {times.map((time) => box(time, t(`contacts.times.${time}`)))}
          </Stack>
        )}
        {sections.length + figuresFound.length + times.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("fields.noneFound")}
          </Text>
        )}
      </Stack>
      <Stack p="xs" className={classes.columnFoot}>
        <Button variant="subtle" size="xs" disabled={columns === null} onClick={() => onColumns(null)}>
          {t("contacts.usualColumns")}
        </Button>
      </Stack>
    </>
  );
}
