import { Anchor, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ScoreDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { ContactTable } from "./ContactTable";
import { contactsPath } from "./links";
import { useTopContacts } from "./queries";

/** Who has the most points. */
export function TopContacts({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const query = useTopContacts(score.id);
  const aside = (
    <Anchor component={Link} to={contactsPath(score.id, 1)} size="sm">
      {t("scores.top.all")}
    </Anchor>
  );
  const rows = query.data?.map(({ contact, points }) => ({ key: String(contact.id), contact, cells: [formatNumber(points)] }));
  return (
    <Section title={t("scores.top.title")} aside={aside}>
      {rows ? (
        <ContactTable
          label={t("scores.top.title")}
          heads={[t("scores.contact"), t("scores.points")]}
          rows={rows}
          empty={t("scores.top.none")}
        />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={160} />
      )}
    </Section>
  );
}
