import { useTranslation } from "react-i18next";
import classes from "../Conditions.module.css";
import type { Range } from "../../api/conditionValues";
import type { InputProps } from "./input";
import { NumberBox } from "../../common/NumberBox";

export function NumberInput({ label, value, onChange }: InputProps<number | null>) {
  return (
    <div className={classes.line}>
      <NumberBox label={label} value={value} onChange={onChange} />
    </div>
  );
}

export function NumbersInput({ value: [from, to], onChange }: InputProps<Range<number>>) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <NumberBox label={t("conditions.from")} value={from} onChange={(changed) => onChange([changed, to])} />
      <span className={classes.word}>{t("conditions.rangeAnd")}</span>
      <NumberBox label={t("conditions.to")} value={to} onChange={(changed) => onChange([from, changed])} />
    </div>
  );
}

export function PercentInput({ label, value, onChange }: InputProps<number | null>) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <NumberBox label={label} value={value} onChange={onChange} />
      <span className={classes.word}>{t("conditions.percentSuffix")}</span>
    </div>
  );
}

export function DaysInput({ label, value, onChange }: InputProps<number | null>) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <NumberBox label={label} value={value} onChange={onChange} whole />
      <span className={classes.word}>{t("conditions.daysSuffix")}</span>
    </div>
  );
}
