/** The control for each input that the catalogue names. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionInput, ConditionSubject } from "../../api/types";
import { valueFor } from "../kinds";
import { AccountsInput } from "./AccountsInput";
import { ActivityInput } from "./ActivityInput";
import { ChoiceInput, ChoiceListInput } from "./ChoiceInputs";
import { GroupsInput } from "./GroupsInput";
import { ImportInput } from "./ImportInput";
import type { InputProps } from "./input";
import { IntervalInput } from "./IntervalInput";
import { PersonasInput } from "./PersonasInput";
import { RolesInput } from "./RolesInput";
import { ScoreCrossingInput, ScorePointsInput, ScoreRangeInput } from "./ScoreInputs";
import { DaysInput, NumberInput, NumbersInput, PercentInput } from "./NumberInputs";
import { TextListInput, TextValueInput } from "./TextInputs";
import { DateInput, DatesInput, MomentInput, MomentsInput } from "./TimeInputs";

const controls: { [input in ConditionInput]: ComponentType<InputProps<never>> | null } = {
  none: null,
  text: TextValueInput,
  texts: TextListInput,
  number: NumberInput,
  numbers: NumbersInput,
  percent: PercentInput,
  days: DaysInput,
  date: DateInput,
  dates: DatesInput,
  moment: MomentInput,
  moments: MomentsInput,
  interval: IntervalInput,
  choice: ChoiceInput,
  choice_list: ChoiceListInput,
  groups: GroupsInput,
  accounts: AccountsInput,
  roles: RolesInput,
  personas: PersonasInput,
  score_points: ScorePointsInput,
  score_range: ScoreRangeInput,
  score_crossing: ScoreCrossingInput,
  import: ImportInput,
  activity: ActivityInput,
};

interface Props {
  subject: ConditionSubject;
  input: ConditionInput;
  value: unknown;
  onChange: (value: unknown) => void;
}

export function ValueInput({ subject, input, value, onChange }: Props) {
  const { t } = useTranslation();
  const Control = controls[input];
  return Control && <Control label={t("conditions.value")} subject={subject} value={valueFor<never>(input, value)} onChange={onChange} />;
}
