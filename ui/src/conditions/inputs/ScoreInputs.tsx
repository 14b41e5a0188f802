/** Which score, and what of it: points, points between two, or when its limit was reached. */
import { useTranslation } from "react-i18next";
import { useScores } from "../../scores/queries";
import classes from "../Conditions.module.css";
import type { ScoreCrossing, ScorePoints, ScoreRange } from "../../api/conditionValues";
import { ActivityWhen } from "./ActivityWhen";
import type { InputProps } from "./input";
import { NumberBox } from "../../common/NumberBox";
import { PlainSelect } from "./PlainSelect";

function ScoreSelect({ value, onChange }: Pick<InputProps<number | null>, "value" | "onChange">) {
  const { t } = useTranslation();
  const listed = useScores().data?.items ?? [];
  const isGone = value !== null && !listed.some(({ id }) => id === value);
  const options = [...listed, ...(isGone ? [{ id: value, name: t("conditions.scoreNumber", { id: value }) }] : [])];
  return (
    <PlainSelect
      className={classes.medium}
      label={t("conditions.score")}
      placeholder={t("conditions.chooseScore")}
      value={value === null ? null : String(value)}
      options={options.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={(id) => onChange(Number(id))}
      nothing={t("conditions.noScore")}
    />
  );
}

export function ScorePointsInput({ value, onChange }: InputProps<ScorePoints>) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <ScoreSelect value={value.score} onChange={(score) => onChange({ ...value, score })} />
      <NumberBox label={t("conditions.points")} value={value.points} whole signed onChange={(points) => onChange({ ...value, points })} />
      <span className={classes.word}>{t("conditions.pointsSuffix")}</span>
    </div>
  );
}

export function ScoreRangeInput({ value, onChange }: InputProps<ScoreRange>) {
  const { t } = useTranslation();
  const [from, to] = value.points;
  return (
    <div className={classes.line}>
      <ScoreSelect value={value.score} onChange={(score) => onChange({ ...value, score })} />
      <NumberBox
        label={t("conditions.from")}
        value={from}
        whole
        signed
        onChange={(changed) => onChange({ ...value, points: [changed, to] })}
      />
      <span className={classes.word}>{t("conditions.rangeAnd")}</span>
      <NumberBox
        label={t("conditions.to")}
        value={to}
        whole
        signed
        onChange={(changed) => onChange({ ...value, points: [from, changed] })}
      />
      <span className={classes.word}>{t("conditions.pointsSuffix")}</span>
    </div>
  );
}

export function ScoreCrossingInput({ value, onChange }: InputProps<ScoreCrossing>) {
  return (
    <div className={classes.line}>
      <ScoreSelect value={value.score} onChange={(score) => onChange({ ...value, score })} />
      <ActivityWhen value={value.when} onChange={(when) => onChange({ ...value, when })} />
    </div>
  );
}
