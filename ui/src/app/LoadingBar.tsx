import { useIsFetching } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigation } from "react-router";
import classes from "./Shell.module.css";

/** Moves while a page, or what it shows first, is on its way. */
export function LoadingBar() {
  const { t } = useTranslation();
  const isOpening = useNavigation().state !== "idle";
  const isAsking = useIsFetching({ predicate: ({ state }) => state.data === undefined }) > 0;
  if (!isOpening && !isAsking) return null;
  return <div className={classes.bar} role="progressbar" aria-label={t("app.loading")} />;
}
