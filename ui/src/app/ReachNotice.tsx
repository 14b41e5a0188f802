import { Alert, Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { awayBy, tellAway, useAway, whoIsAway } from "../api/reach";
import classes from "./Shell.module.css";

const TRY_EVERY = 2_000;

/** Something small that Muster always answers, from its database. */
const SMALL = "/api/v1/contacts/count";

/** Says on every page that Muster or its database is away. It goes on trying, and once both answer what is shown is asked for anew. */
export function ReachNotice() {
  const { t } = useTranslation();
  const away = useAway();
  useTrying(away === null);
  if (away === null) return null;
  const [title, text] =
    away === "muster" ? [t("app.awayTitle"), t("app.awayText")] : [t("app.databaseAwayTitle"), t("app.databaseAwayText")];
  return (
    <div className={classes.away}>
      <Alert color="orange" role="status" icon={<Loader size={18} color="orange" aria-hidden />} title={title}>
        {text}
      </Alert>
    </div>
  );
}

function useTrying(reachable: boolean) {
  const queryClient = useQueryClient();
  const wasAway = useRef(false);
  useEffect(() => {
    if (reachable) {
      if (wasAway.current) void queryClient.invalidateQueries();
      wasAway.current = false;
      return;
    }
    wasAway.current = true;
    const timer = setInterval(() => void tryAgain(), TRY_EVERY);
    return () => clearInterval(timer);
  }, [reachable, queryClient]);
}

async function tryAgain() {
  const response = await fetch(SMALL).catch(() => null);
  if (whoIsAway() !== null) tellAway(response === null ? "muster" : await awayBy(response));
}
