import { useTranslation } from "react-i18next";
import type { ScoreDetail } from "../api/types";
import { formatNumber } from "../common/format";
import { RebuildAlert } from "../common/RebuildAlert";

/** The points of all contacts are being counted anew. */
export function Rebuilding({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  return (
    <RebuildAlert
      title={t("scores.rebuilding.title")}
      text={t("scores.rebuilding.text")}
      bar={t("scores.rebuilding.bar")}
      progress={score.progress}
      words={(known) =>
        known
          ? t("scores.rebuilding.progress", { done: formatNumber(known.done), total: formatNumber(known.total) })
          : t("scores.rebuilding.starting")
      }
    />
  );
}
