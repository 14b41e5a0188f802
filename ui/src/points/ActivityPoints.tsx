import { Checkbox, SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PointRule, PointValidity, ProblemPlace } from "../api/types";
import classes from "../conditions/Conditions.module.css";
import { ActivityFilters } from "../conditions/inputs/ActivityFilters";
import { ActivityTypeSelect } from "../conditions/inputs/ActivityInput";
import { ActivityWhen } from "../conditions/inputs/ActivityWhen";
import { IntervalInput } from "../conditions/inputs/IntervalInput";
import { NumberBox } from "../common/NumberBox";
import { PlainSelect } from "../conditions/inputs/PlainSelect";
import { DateBox } from "../conditions/inputs/TimeInputs";
import { MISSING, mostFor } from "./rules";

type ActivityRule = Extract<PointRule, { kind: "activity" }>;

interface Props {
  rule: ActivityRule;
  problems: ProblemPlace[];
  onChange: (rule: ActivityRule) => void;
}

/** Which activities give points, once or each time, and how long the points last. */
export function ActivityPoints({ rule, problems, onChange }: Props) {
  const { activity } = rule;
  return (
    <div className={classes.stack}>
      <div className={classes.line}>
        <ActivityTypeSelect value={activity.type} onChange={(type) => onChange({ ...rule, activity: { ...activity, type } })} />
        <ActivityWhen
          value={activity.when ?? null}
          choices={["ever", "between"]}
          onChange={(when) => onChange({ ...rule, activity: { ...activity, when } })}
        />
      </div>
      <ActivityFilters value={activity} onChange={(changed) => onChange({ ...rule, activity: changed })} />
      <Wrong problems={problems} part="/activity" />
      <Counting rule={rule} onChange={onChange} />
      <Wrong problems={problems} part="/most" />
      <Lasting value={rule.validity} onChange={(validity) => onChange({ ...rule, validity })} />
      <Wrong problems={problems} part="/validity" />
      <Decay value={rule.half_life} onChange={(halfLife) => onChange({ ...rule, half_life: halfLife })} />
      <Wrong problems={problems} part="/half_life" />
    </div>
  );
}

function Wrong({ problems, part }: { problems: ProblemPlace[]; part: string }) {
  const words = problems
    .filter(({ pointer }) => pointer === part || pointer.startsWith(`${part}/`))
    .map(({ detail }) => detail)
    .join(" ");
  return (
    words && (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {words}
      </Text>
    )
  );
}

function Counting({ rule, onChange }: Omit<Props, "problems">) {
  const { t } = useTranslation();
  const recurs = rule.most !== null;
  return (
    <div className={classes.line}>
      <SegmentedControl
        size="xs"
        aria-label={t("points.counting")}
        value={recurs ? "each" : "once"}
        onChange={(value) => onChange({ ...rule, most: value === "each" ? mostFor(rule.points) : null })}
        data={[
          { value: "once", label: t("points.once") },
          { value: "each", label: t("points.each") },
        ]}
      />
      {recurs && (
        <span className={classes.word} aria-hidden>
          {t("points.most")}
        </span>
      )}
      {recurs && (
        <NumberBox
          label={t("points.most")}
          value={rule.most || null}
          whole
          onChange={(most) => onChange({ ...rule, most: most ?? MISSING })}
        />
      )}
      {recurs && <span className={classes.word}>{t("points.mostSuffix")}</span>}
    </div>
  );
}

const VALIDITIES = ["forever", "interval", "until"] as const;
const fresh: { [kind in PointValidity["kind"]]: () => PointValidity } = {
  forever: () => ({ kind: "forever" }),
  interval: () => ({ kind: "interval", amount: 30, unit: "days" }),
  until: () => ({ kind: "until", date: null }),
};

function Lasting({ value, onChange }: { value: PointValidity; onChange: (value: PointValidity) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <PlainSelect
        className={classes.medium}
        label={t("points.validity")}
        value={value.kind}
        onChange={(kind) => onChange(fresh[kind as PointValidity["kind"]]())}
        options={VALIDITIES.map((kind) => ({ value: kind, label: t(`points.validities.${kind}`) }))}
      />
      {value.kind === "interval" && <IntervalInput value={value} onChange={(interval) => onChange({ kind: "interval", ...interval })} />}
      {value.kind === "interval" && <span className={classes.word}>{t("points.validityFrom")}</span>}
      {value.kind === "until" && (
        <DateBox label={t("points.untilDay")} value={value.date} onChange={(date) => onChange({ kind: "until", date })} />
      )}
    </div>
  );
}

function Decay({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.line}>
      <Checkbox
        label={t("points.decay")}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? 30 : null)}
      />
      {value !== null && <span className={classes.word}>{t("points.halfLifeBefore")}</span>}
      {value !== null && (
        <NumberBox label={t("points.halfLife")} value={value || null} whole onChange={(days) => onChange(days ?? MISSING)} />
      )}
      {value !== null && <span className={classes.word}>{t("points.halfLifeSuffix")}</span>}
    </div>
  );
}
