import { Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { InspectedColumn } from "../../api/types";
import { FieldSelect, type FieldSelectProps } from "./FieldSelect";
import classes from "./Wizard.module.css";

interface Props extends FieldSelectProps {
  column: InspectedColumn;
}

/** One column of the file. Remembered, because a file may have a hundred and one choice concerns one of them. */
export const ColumnCard = memo(function ColumnCard({ column, ...select }: Props) {
  const { title, field } = select;
  return (
    <li className={classes.column} data-mapped={field !== null || undefined} data-own={column.own || undefined}>
      <h3 className={classes.columnName} title={title}>{title}</h3>
      <Samples title={title} samples={column.samples} />
      <div className={classes.mapsTo}>{column.own ? <Own /> : <FieldSelect {...select} />}</div>
    </li>
  );
});

function Samples({ title, samples }: { title: string; samples: string[] }) {
  const { t } = useTranslation();
  const shown = samples.slice(0, 4);
  return (
    <ul className={classes.samples} aria-label={t("wizard.map.samples", { column: title })}>
      {shown.length === 0 && <li data-blank>{t("wizard.map.noSamples")}</li>}
      {shown.map((sample, position) => (
        <li key={position} title={sample} data-blank={sample === "" || undefined}>{sample.replaceAll(/\s+/g, " ") || t("wizard.map.blankSample")}</li>
      ))}
    </ul>
  );
}

function Own() {
  const { t } = useTranslation();
  return <Text size="sm" c="dimmed">{t("wizard.map.own")}</Text>;
}
