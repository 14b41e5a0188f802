import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Score } from "../api/types";
import classes from "./Scores.module.css";

/** Where a score stands: kept up to date or not, being rebuilt, and whether rules wait to be published. */
export function ScoreStates({ score }: { score: Score }) {
  const { t } = useTranslation();
  const state = !score.enabled ? "off" : score.late ? "late" : score.state;
  return (
    <Group gap={6}>
      <Badge className={classes.state} data-state={state} variant="light" tt="none" fw={500}>
        {state === "late" ? t("late.badge") : t(`scores.states.${state}`)}
      </Badge>
      {score.has_draft && (
        <Badge variant="default" tt="none" fw={500}>
          {t("scores.states.draft")}
        </Badge>
      )}
    </Group>
  );
}
