import { useTranslation } from "react-i18next";
import classes from "../Conditions.module.css";
import type { InputProps } from "./input";
import { PlainMultiSelect } from "./PlainMultiSelect";
import { PlainSelect } from "./PlainSelect";

export function ChoiceInput({ label, subject, value, onChange }: InputProps<string | null>) {
  const { t } = useTranslation();
  const options = withChosen(subject.choices, value === null ? [] : [value]);
  return (
    <PlainSelect
      className={classes.value}
      label={label}
      placeholder={t("conditions.choose")}
      value={value}
      options={options}
      onChange={onChange}
      nothing={t("conditions.noSubject")}
    />
  );
}

export function ChoiceListInput({ label, subject, value, onChange }: InputProps<string[]>) {
  const { t } = useTranslation();
  return (
    <PlainMultiSelect
      label={label}
      placeholder={t("conditions.chooseSeveral")}
      value={value}
      options={withChosen(subject.choices, value)}
      onChange={onChange}
      nothing={t("conditions.noSubject")}
    />
  );
}

/** A choice that has been taken away since stays visible in the rules that name it. */
function withChosen(choices: string[], chosen: string[]) {
  return [...new Set([...choices, ...chosen])].map((choice) => ({ value: choice, label: choice }));
}
