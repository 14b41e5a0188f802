import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconDownload } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Import } from "../api/types";
import { formatDuration, formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { ImportCounts } from "./ImportCounts";
import { ImportEffects } from "./ImportEffects";
import { correctingPath, rejectsUrl } from "./links";
import { hasLeftOver, isNothing, leftOut } from "./outcome";
import { RetryButton } from "./RetryButton";
import { StateBadge } from "./StateBadge";

/** The confirmation screen: what became of every row. */
export function ImportResult({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { processed } = it.counts;
  const values = leftOut(it.counts);
  const title = isNothing(it)
    ? t("imports.result.nothing")
    : values > 0
      ? t("imports.result.finishedLeftOut", { count: values, formatted: formatNumber(values) })
      : t("imports.result.finished");
  return (
    <Section title={title} aside={<StateBadge it={it} />}>
      <Stack gap="md">
        {isNothing(it) && (
          <Alert color="orange" icon={<IconAlertTriangle />} title={t("imports.result.nothingTitle")}>
            {t("imports.result.nothingText")}
          </Alert>
        )}
        <div>
          <Text size="lg">{t("imports.result.processed", { count: processed, formatted: formatNumber(processed) })}</Text>
          <Took it={it} />
        </div>
        <ImportCounts counts={it.counts} tense="result">
          {hasLeftOver(it.counts) && <Download id={it.id} />}
        </ImportCounts>
        <IntoGroup it={it} />
        <ImportEffects it={it} tense="result" />
        <NextSteps it={it} />
      </Stack>
    </Section>
  );
}

/** How long it took and how fast it was, unless it was over before that could be told. */
function Took({ it: { seconds, counts } }: { it: Import }) {
  const { t } = useTranslation();
  if (seconds < 0.1) return null;
  const rate = formatNumber(Math.round(counts.processed / seconds));
  const took =
    seconds < 1
      ? t("imports.result.tookOnly", { time: formatDuration(seconds) })
      : t("imports.result.took", { time: formatDuration(seconds), rate });
  return (
    <Text size="sm" c="dimmed">
      {took}
    </Text>
  );
}

function Download({ id }: { id: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} mt={6} align="flex-start">
      <Anchor href={rejectsUrl(id)} download fw={600} size="sm" underline="always">
        <Group component="span" gap={6} wrap="nowrap">
          <IconDownload size={16} aria-hidden />
          {t("imports.result.download")}
        </Group>
      </Anchor>
      <Text size="sm" c="dimmed">
        {t("imports.result.downloadHint")}
      </Text>
    </Stack>
  );
}

function IntoGroup({ it: { group } }: { it: Import }) {
  if (!group) return null;
  const link = <Anchor component={Link} to={`/groups/${group.id}`} size="sm" fw={600} underline="always" />;
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      <Trans i18nKey="imports.result.into" values={{ name: group.name }} components={{ group: link }} />
    </Text>
  );
}

function NextSteps({ it: { id, counts } }: { it: Import }) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <Button component={Link} to="/contacts">
        {t("imports.result.toContacts")}
      </Button>
      {hasLeftOver(counts) && (
        <Button component={Link} to={correctingPath(id)} variant="default">
          {t("imports.result.corrected")}
        </Button>
      )}
      {hasLeftOver(counts) && <RetryButton id={id} />}
      <Button component={Link} to="/contacts/import" variant="default">
        {t("imports.result.another")}
      </Button>
    </Group>
  );
}
