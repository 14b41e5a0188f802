import { useTranslation } from "react-i18next";
import classes from "../Conditions.module.css";
import { UNITS, type Interval, type Unit } from "../../api/conditionValues";
import type { InputProps } from "./input";
import { NumberBox } from "../../common/NumberBox";
import { PlainSelect } from "./PlainSelect";

/** "7 days". */
export function IntervalInput({ value, onChange }: Pick<InputProps<Interval>, "value" | "onChange">) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <NumberBox label={t("conditions.amount")} value={value.amount} whole onChange={(amount) => onChange({ ...value, amount })} />
      <PlainSelect
        className={classes.short}
        label={t("conditions.unit")}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit: unit as Unit })}
        options={UNITS.map((unit) => ({ value: unit, label: t(`conditions.units.${unit}`) }))}
      />
    </div>
  );
}
