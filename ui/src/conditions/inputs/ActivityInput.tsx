import { useTranslation } from "react-i18next";
import { useActivityTypes } from "../../activities/queries";
import classes from "../Conditions.module.css";
import { ANY_ACTIVITY, isNever, TIMES, type ActivityValue, type TimesOperator } from "../../api/conditionValues";
import { ActivityFilters } from "./ActivityFilters";
import { ActivityWhen } from "./ActivityWhen";
import type { InputProps } from "./input";
import { NumberBox } from "../../common/NumberBox";
import { PlainSelect } from "./PlainSelect";

type Props = Pick<InputProps<ActivityValue>, "value" | "onChange">;

/** "Page visit at least 3 times where the URL contains /pricing in the last 7 days". */
export function ActivityInput({ value, onChange }: Props) {
  return (
    <div className={classes.stack}>
      <div className={classes.line}>
        <ActivityTypeSelect value={value.type} onChange={(type) => onChange({ ...value, type })} />
        <Times value={value} onChange={onChange} />
        <ActivityWhen value={value.when} onChange={(when) => onChange({ ...value, when })} />
      </div>
      <ActivityFilters value={value} onChange={onChange} />
    </div>
  );
}

export function ActivityTypeSelect({ value, onChange }: Pick<InputProps<string>, "value" | "onChange">) {
  const { t } = useTranslation();
  const types = useActivityTypes();
  const labels = new Map([
    [ANY_ACTIVITY, t("conditions.activity.any")],
    [value, value === ANY_ACTIVITY ? t("conditions.activity.any") : value],
  ]);
  for (const { name, label } of types.data ?? []) labels.set(name, label);
  return (
    <PlainSelect
      className={classes.medium}
      label={t("conditions.activity.type")}
      value={value}
      onChange={onChange}
      options={[...labels].map(([name, label]) => ({ value: name, label }))}
      nothing={t("conditions.activity.noType")}
    />
  );
}

const NEVER = "never";

function Times({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { operator, count } = value.times;
  const never = isNever(value);
  const choose = (name: string) => {
    const times =
      name === NEVER ? { operator: "exactly" as const, count: 0 } : { operator: name as TimesOperator, count: never ? 1 : count };
    onChange({ ...value, times });
  };
  return (
    <>
      <PlainSelect
        className={classes.short}
        label={t("conditions.activity.times")}
        value={never ? NEVER : operator}
        onChange={choose}
        options={[...TIMES, NEVER].map((name) => ({
          value: name,
          label: t(`conditions.activity.operators.${name as TimesOperator | typeof NEVER}`),
        }))}
      />
      {!never && (
        <NumberBox
          label={t("conditions.activity.count")}
          value={count}
          whole
          onChange={(changed) => onChange({ ...value, times: { operator, count: changed } })}
        />
      )}
      {!never && <span className={classes.word}>{t("conditions.activity.timesSuffix")}</span>}
    </>
  );
}
