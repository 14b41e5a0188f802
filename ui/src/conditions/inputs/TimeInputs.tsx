import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fromLocalInput, toLocalInput } from "../../fields/value";
import classes from "../Conditions.module.css";
import type { Range } from "../../api/conditionValues";
import type { InputProps } from "./input";

interface BoxProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** The browser's own calendar: it speaks the person's language and needs nothing loaded. */
export function DateBox({ label, value, onChange }: BoxProps) {
  return (
    <TextInput
      className={classes.medium}
      type="date"
      max="9999-12-31"
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}

/** Day and time in the person's own zone. */
function MomentBox({ label, value, onChange }: BoxProps) {
  return (
    <TextInput
      className={classes.moment}
      type="datetime-local"
      max="9999-12-31T23:59"
      aria-label={label}
      value={toLocalInput(value ?? "")}
      onChange={(event) => onChange(fromLocalInput(event.currentTarget.value) || null)}
    />
  );
}

export function DateInput({ label, value, onChange }: InputProps<string | null>) {
  return (
    <div className={classes.line}>
      <DateBox label={label} value={value} onChange={onChange} />
    </div>
  );
}

export function MomentInput({ label, value, onChange }: InputProps<string | null>) {
  return (
    <div className={classes.line}>
      <MomentBox label={label} value={value} onChange={onChange} />
    </div>
  );
}

export function DatesInput({ value: [from, to], onChange }: InputProps<Range<string>>) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <DateBox label={t("conditions.from")} value={from} onChange={(changed) => onChange([changed, to])} />
      <span className={classes.word}>{t("conditions.rangeAnd")}</span>
      <DateBox label={t("conditions.to")} value={to} onChange={(changed) => onChange([from, changed])} />
    </div>
  );
}

export function MomentsInput({ value: [from, to], onChange }: Pick<InputProps<Range<string>>, "value" | "onChange">) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <MomentBox label={t("conditions.from")} value={from} onChange={(changed) => onChange([changed, to])} />
      <span className={classes.word}>{t("conditions.rangeAnd")}</span>
      <MomentBox label={t("conditions.to")} value={to} onChange={(changed) => onChange([from, changed])} />
    </div>
  );
}
