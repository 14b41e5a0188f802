import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../api/types";
import { formatNumber } from "../common/format";
import { RebuildAlert } from "../common/RebuildAlert";

/** The group's members are being found anew. */
export function Rebuilding({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  return (
    <RebuildAlert
      title={t("groups.rebuilding.title")}
      text={t("groups.rebuilding.text")}
      bar={t("groups.rebuilding.bar")}
      progress={group.progress}
      words={(known) =>
        known
          ? t("groups.rebuilding.progress", { done: formatNumber(known.done), total: formatNumber(known.total) })
          : t("groups.rebuilding.starting")
      }
    />
  );
}
