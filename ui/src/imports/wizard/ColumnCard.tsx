import { Button, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { InspectedColumn, Unfit, UnfitRule } from "../../api/types";
import { FieldSelect, type FieldSelectProps } from "./FieldSelect";
import { FULL_NAME } from "./mapping";
import { UnfitWarning } from "./UnfitWarning";
import classes from "./Wizard.module.css";

interface Props extends FieldSelectProps {
  column: InspectedColumn;
  /** The values that do not fit the field, and what becomes of them. */
  unfit: Unfit | null;
  rule: UnfitRule;
  onUnfit: ((position: number, rule: UnfitRule) => void) | null;
}

/** One column of the file. Remembered, because a file may have a hundred and one choice concerns one of them. */
export const ColumnCard = memo(function ColumnCard({ column, unfit, rule, onUnfit, ...select }: Props) {
  const { t } = useTranslation();
  const { title, field, position, locked, usedBy, onField } = select;
  const splits = column.full_name === true && field !== FULL_NAME && usedBy(position, FULL_NAME) === null;
  return (
    <li className={classes.column} data-mapped={field !== null || undefined} data-own={column.own || undefined}>
      <h3 className={classes.columnName} title={title}>
        {title}
      </h3>
      <Samples title={title} samples={column.samples} />
      <div className={classes.mapsTo}>
        {column.own ? <Own /> : <FieldSelect {...select} />}
        {splits && (
          <Button size="compact-xs" variant="light" mt={8} disabled={locked} onClick={() => onField(position, FULL_NAME)}>
            {t("wizard.map.split")}
          </Button>
        )}
        {unfit && unfit.count > 0 && (
          <UnfitWarning
            title={title}
            unfit={unfit}
            rule={rule}
            onRule={onUnfit && ((chosen) => onUnfit(position, chosen))}
            locked={locked}
          />
        )}
      </div>
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
        <li key={position} title={sample} data-blank={sample === "" || undefined}>
          {sample.replaceAll(/\s+/g, " ") || t("wizard.map.blankSample")}
        </li>
      ))}
    </ul>
  );
}

function Own() {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t("wizard.map.own")}
    </Text>
  );
}
