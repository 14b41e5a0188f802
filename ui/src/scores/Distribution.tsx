import { Anchor, Checkbox, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ScoreBar, ScoreDetail, ScoreDistribution } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import { BarTable } from "./BarTable";
import { Histogram } from "./Histogram";
import { barName, mostIn, withoutZero } from "./bars";
import { contactsPath } from "./links";
import { useDistribution } from "./queries";

/** How the points are spread over all contacts. */
export function Distribution({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const query = useDistribution(score.id);
  const [hidesZero, setHidesZero] = useState(false);
  const aside = (
    <Checkbox
      size="xs"
      label={t("scores.distribution.hideZero")}
      checked={hidesZero}
      onChange={(event) => setHidesZero(event.currentTarget.checked)}
    />
  );
  return (
    <Section title={t("scores.distribution.title")} aside={aside}>
      {query.data ? (
        <Spread score={score} distribution={query.data} hidesZero={hidesZero} />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={240} />
      )}
    </Section>
  );
}

function Spread({
  score,
  distribution: { bars, contacts, reached },
  hidesZero,
}: {
  score: ScoreDetail;
  distribution: ScoreDistribution;
  hidesZero: boolean;
}) {
  const { t } = useTranslation();
  const shown = hidesZero ? withoutZero(bars) : bars;
  const all = t("scores.distribution.all", { count: contacts, formatted: formatNumber(contacts) });
  const describe = (bar: ScoreBar | null) =>
    bar
      ? t("scores.distribution.bar", {
          points: barName(bar),
          count: bar.contacts,
          formatted: formatNumber(bar.contacts),
          share: formatShare(bar.contacts, contacts),
        })
      : all;
  return (
    <>
      <Histogram
        bars={shown}
        label={`${t("scores.distribution.chart")} ${all}`}
        most={mostIn(shown)}
        limit={score.limit ?? null}
        describe={describe}
      />
      {score.limit != null && reached != null && (
        <Text size="sm" mt="xs">
          {t("scores.distribution.reached", {
            count: reached,
            formatted: formatNumber(reached),
            share: formatShare(reached, contacts),
            limit: formatNumber(score.limit),
          })}{" "}
          {reached > 0 && (
            <Anchor component={Link} to={contactsPath(score.id, score.limit)} size="sm" underline="always">
              {t("scores.distribution.show")}
            </Anchor>
          )}
        </Text>
      )}
      <BarTable columns={[{ head: t("scores.contacts"), bars }]} />
    </>
  );
}
