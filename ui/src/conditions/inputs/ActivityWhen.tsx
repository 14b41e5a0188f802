import { useTranslation } from "react-i18next";
import classes from "../Conditions.module.css";
import type { When } from "../../api/conditionValues";
import { IntervalInput } from "./IntervalInput";
import { PlainSelect } from "./PlainSelect";
import { MomentsInput } from "./TimeInputs";

const CHOICES = ["ever", "in_last", "between"] as const;
type Choice = (typeof CHOICES)[number];

const fresh: Record<Choice, () => When> = {
  ever: () => null,
  in_last: () => ({ operator: "in_last", value: { amount: 7, unit: "days" } }),
  between: () => ({ operator: "between", value: [null, null] }),
};

interface Props {
  value: When;
  onChange: (when: When) => void;
  choices?: readonly Choice[];
}

/** "at any time", "in the last 7 days", "between … and …". */
export function ActivityWhen({ value, onChange, choices = CHOICES }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PlainSelect
        className={classes.when}
        label={t("conditions.activity.when")}
        value={value?.operator ?? "ever"}
        onChange={(choice) => onChange(fresh[choice as Choice]())}
        options={choices.map((choice) => ({ value: choice, label: t(`conditions.activity.whens.${choice}`) }))}
      />
      {value?.operator === "in_last" && (
        <IntervalInput value={value.value} onChange={(interval) => onChange({ ...value, value: interval })} />
      )}
      {value?.operator === "between" && <MomentsInput value={value.value} onChange={(range) => onChange({ ...value, value: range })} />}
    </>
  );
}
