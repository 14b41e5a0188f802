import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { onReach, tellAway, whoIsAway } from "../api/reach";
import { EmptyState } from "../common/EmptyState";
import { LoadingLines } from "../common/LoadingLines";
import { isNotLoaded, mayReload } from "./unloaded";

/** Stands in for a page that threw, or whose code could not be loaded: then it is loaded as soon as Muster answers. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const [isWaiting] = useState(() => isNotLoaded(error) && mayReload());
  if (isWaiting) return <Waiting />;
  return (
    <EmptyState page icon={<IconMoodSad />} title={t("app.brokenTitle")} text={t("app.brokenText")}>
      <Button onClick={() => window.location.reload()}>{t("app.reload")}</Button>
    </EmptyState>
  );
}

function Waiting() {
  useEffect(() => {
    tellAway("muster");
    return onReach(() => {
      if (whoIsAway() === null) window.location.reload();
    });
  }, []);
  return <LoadingLines />;
}
