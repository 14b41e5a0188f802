import { Anchor, Box, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FailureAlert } from "../common/FailureAlert";
import { formatDay, formatNumber } from "../common/format";
import { titleOf } from "../contacts/contact";
import { inactivePath } from "./links";
import { useInactivityPreview } from "./queries";

/** Whom the policy would delete now. */
export function PolicyPreview({ days }: { days: number | null }) {
  const { t } = useTranslation();
  const { data, isPlaceholderData, error, refetch } = useInactivityPreview(days);
  if (days === null) return null;
  if (error && !data) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={48} role="status" aria-label={t("app.loading")} />;
  const { count, sample } = data;
  return (
    <Stack gap="xs" aria-busy={isPlaceholderData} opacity={isPlaceholderData ? 0.5 : undefined}>
      <Text size="sm" fw={600} role="status">
        {count === 0 ? t("erasure.previewNone") : t("erasure.preview", { count, formatted: formatNumber(count) })}
      </Text>
      {count > sample.length && <Text size="sm">{t("erasure.sampleOf", { count: sample.length })}</Text>}
      {count > 0 && (
        <Box component="ul" m={0} pl="lg" aria-label={t("erasure.sample")}>
          {sample.map((contact) => (
            <Text component="li" size="sm" key={contact.id} style={{ overflowWrap: "anywhere" }}>
              <Anchor component={Link} to={`/contacts/${contact.id}`} size="sm" underline="always">
                {titleOf(contact)}
              </Anchor>
              {`, ${contact.email} · ${t("contacts.changed_at", { at: formatDay(contact.changed_at) })}`}
            </Text>
          ))}
        </Box>
      )}
      {count > sample.length && (
        <Anchor component={Link} to={inactivePath(days)} size="sm" underline="always">
          {t("erasure.allInactive", { formatted: formatNumber(count) })}
        </Anchor>
      )}
    </Stack>
  );
}
