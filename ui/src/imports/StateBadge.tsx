import { useTranslation } from "react-i18next";
import type { ImportState } from "../api/types";
import { StateBadge as Badge } from "../common/StateBadge";

export function StateBadge({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  return <Badge state={state} words={t(`imports.states.${state}`)} />;
}
