import { useTranslation } from "react-i18next";
import type { Import } from "../api/types";
import { StateBadge as Badge } from "../common/StateBadge";
import { isNothing } from "./outcome";

/** How an import stands; one that brought nothing is not simply finished. */
export function StateBadge({ it }: { it: Pick<Import, "state" | "counts"> }) {
  const { t } = useTranslation();
  return isNothing(it) ? (
    <Badge state="warning" words={t("imports.states.nothing")} />
  ) : (
    <Badge state={it.state} words={t(`imports.states.${it.state}`)} />
  );
}
