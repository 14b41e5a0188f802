import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportState } from "../api/types";
import classes from "./Imports.module.css";

export function StateBadge({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  return <Badge className={classes.state} data-state={state} tt="none" fw={600} variant="light">{t(`imports.states.${state}`)}</Badge>;
}
