import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Import } from "../api/types";
import { asSentence, formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { correctingPath } from "./links";
import { LiveCounts } from "./LiveCounts";
import { StateBadge } from "./StateBadge";

/** An import that did not come to its end: why, what to do, and what had been done until then. */
export function ImportFailed({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { processed } = it.counts;
  return (
    <Section title={t(it.state === "canceled" ? "imports.cancel.done" : "imports.failed.title")} aside={<StateBadge it={it} />}>
      <Stack gap="lg">
        {it.failure && (
          <Alert color="red" icon={<IconAlertCircle />} title={asSentence(it.failure.detail)}>
            <Text size="sm">{it.failure.remedy}</Text>
          </Alert>
        )}
        <Text size="sm">
          {processed > 0
            ? t("imports.failed.sofar", { count: processed, formatted: formatNumber(processed) })
            : t("imports.failed.nothing")}
        </Text>
        {processed > 0 && <LiveCounts counts={it.counts} />}
        <Group>
          <Button component={Link} to={correctingPath(it.id)}>
            {t("imports.failed.again")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
