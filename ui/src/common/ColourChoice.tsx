import { Group } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { COLOURS, toColour } from "./colours";
import classes from "./Colours.module.css";

/** The colours as swatches; underneath they are radio buttons. */
export function ColourChoice({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className={classes.colours}>
      <legend>{t("colours.label")}</legend>
      <Group gap={6}>
        {COLOURS.map((colour) => (
          <input
            key={colour}
            type="radio"
            name={name}
            className={classes.colour}
            style={{ backgroundColor: `var(--mantine-color-${colour}-6)` }}
            aria-label={t(`colours.names.${colour}`)}
            title={t(`colours.names.${colour}`)}
            checked={toColour(value) === colour}
            onChange={() => onChange(colour)}
          />
        ))}
      </Group>
    </fieldset>
  );
}
