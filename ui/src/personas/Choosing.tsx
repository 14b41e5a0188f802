import { useTranslation } from "react-i18next";
import type { RebuildProgress } from "../api/types";
import { formatNumber } from "../common/format";
import { RebuildAlert } from "../common/RebuildAlert";

/** Contacts are getting their personas anew. */
export function Choosing({ progress }: { progress: RebuildProgress }) {
  const { t } = useTranslation();
  return (
    <RebuildAlert
      title={t("personas.choosing.title")}
      text={t("personas.choosing.text")}
      bar={t("personas.choosing.bar")}
      progress={progress}
      words={(known) =>
        known
          ? t("personas.choosing.progress", { done: formatNumber(known.done), total: formatNumber(known.total) })
          : t("personas.choosing.starting")
      }
    />
  );
}
