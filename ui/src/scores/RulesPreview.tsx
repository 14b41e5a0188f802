import { SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ScoreBar, ScorePreview } from "../api/types";
import { formatAbout, formatNumber, formatShare } from "../common/format";
import { BarTable } from "./BarTable";
import { barName, mostIn } from "./bars";
import { Histogram } from "./Histogram";

/** The points as they are and as they would be, side by side to one measure. */
export function RulesPreview({ preview, limit }: { preview: ScorePreview; limit: number | null }) {
  const { t } = useTranslation();
  const { present, then, tried, contacts, estimated } = preview;
  const sides = [
    { head: t("scores.preview.now"), bars: present },
    { head: t("scores.preview.then"), bars: then },
  ];
  const most = mostIn(present, then);
  return (
    <Stack gap="md">
      <div aria-live="polite">
        {wordsOf(preview, t).map((words) => (
          <Text key={words} size="sm">
            {words}
          </Text>
        ))}
        {estimated && (
          <Text size="sm" c="dimmed">
            {t("scores.preview.sample", { tried: formatNumber(tried), contacts: formatNumber(contacts) })}
          </Text>
        )}
      </div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        {sides.map(({ head, bars }) => (
          <Side key={head} head={head} bars={bars} most={most} preview={preview} limit={limit} />
        ))}
      </SimpleGrid>
      <div>
        <BarTable columns={sides} />
      </div>
    </Stack>
  );
}

function wordsOf({ changed, above, below, estimated }: ScorePreview, t: TFunction): string[] {
  if (changed === 0) return [t(estimated ? "scores.preview.unchangedAbout" : "scores.preview.unchanged")];
  const formatted = (count: number) => (estimated ? t("scores.preview.about", { count: formatAbout(count) }) : formatNumber(count));
  return [
    t("scores.preview.changed", { count: changed, formatted: formatted(changed) }),
    ...(above == null ? [] : [t("scores.preview.above", { count: above, formatted: formatted(above) })]),
    ...(below == null ? [] : [t("scores.preview.below", { count: below, formatted: formatted(below) })]),
  ];
}

function Side({
  head,
  bars,
  most,
  preview: { contacts, estimated },
  limit,
}: {
  head: string;
  bars: ScoreBar[];
  most: number;
  preview: ScorePreview;
  limit: number | null;
}) {
  const { t } = useTranslation();
  const all = t("scores.distribution.all", { count: contacts, formatted: formatNumber(contacts) });
  const formatted = (count: number) => (estimated ? formatAbout(count) : formatNumber(count));
  const describe = (bar: ScoreBar | null) =>
    bar
      ? t("scores.distribution.bar", {
          points: barName(bar),
          count: bar.contacts,
          formatted: formatted(bar.contacts),
          share: formatShare(bar.contacts, contacts),
        })
      : all;
  return (
    <div>
      <Title order={3} mb={4}>
        {head}
      </Title>
      <Histogram bars={bars} label={`${head}: ${t("scores.distribution.chart")} ${all}`} most={most} limit={limit} describe={describe} />
    </div>
  );
}
