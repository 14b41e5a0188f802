import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ScoreDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment, formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { ContactTable } from "./ContactTable";
import { useCrossings } from "./queries";

/** Who reached the limit lately. */
export function Crossings({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const query = useCrossings(score.id);
  const rows = query.data?.map(({ contact, at, points }) => ({
    key: `${contact.id} ${at}`,
    contact,
    cells: [formatNumber(points), formatMoment(at)],
  }));
  return (
    <Section title={t("scores.crossings.title")}>
      {rows ? (
        <ContactTable
          label={t("scores.crossings.title")}
          heads={[t("scores.contact"), t("scores.points"), t("scores.crossings.at")]}
          rows={rows}
          empty={t(score.limit == null ? "scores.crossings.noLimit" : "scores.crossings.none")}
        />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={160} />
      )}
    </Section>
  );
}
