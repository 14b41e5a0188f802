import { Anchor, Group, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ConditionPreview as Preview, Contact } from "../api/types";
import { toFailure } from "../api/problem";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import { nameOf } from "../contacts/contact";
import { useContactCount } from "../contacts/queries";
import classes from "./Conditions.module.css";
import type { LivePreview } from "./useLivePreview";

/** Who meets the condition as it stands: how many, and some of them. */
export function ConditionPreview({ live }: { live: LivePreview }) {
  const { t } = useTranslation();
  const busy = live.gaps.length === 0 && !live.isAnswered;
  const aside = busy && <Loader size="xs" role="status" aria-label={t("conditions.preview.counting")} />;
  return (
    <Section title={t("conditions.preview.title")} aside={aside}>
      <Content live={live} busy={busy} />
    </Section>
  );
}

function Content({ live: { gaps, query, problems }, busy }: { live: LivePreview; busy: boolean }) {
  const { t } = useTranslation();
  if (gaps.length > 0)
    return (
      <Text size="sm" c="dimmed">
        {t("conditions.preview.incomplete", { count: gaps.length })}
      </Text>
    );
  if (query.isError && !busy) {
    if (problems.size > 0 && toFailure(query.error).status === 422)
      return (
        <Text size="sm" c="var(--mantine-color-error)">
          {t("conditions.preview.refused")}
        </Text>
      );
    return <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Waiting />;
  return (
    <div className={classes.answer} data-old={busy || undefined}>
      <Answer preview={query.data} />
    </div>
  );
}

function Waiting() {
  return (
    <Stack gap="sm">
      <Skeleton h={34} w={140} />
      <Skeleton h={16} w="70%" />
      <Skeleton h={140} />
    </Stack>
  );
}

function Answer({ preview: { count, sample } }: { preview: Preview }) {
  const { t } = useTranslation();
  const { data: all } = useContactCount({});
  return (
    <Stack gap="md">
      <div aria-live="polite">
        <Text className={classes.bigNumber}>{t("conditions.preview.count", { count, formatted: formatNumber(count) })}</Text>
        {all !== undefined && all > 0 && (
          <Text size="sm" c="dimmed">
            {t("conditions.preview.share", { share: formatShare(count, all) })}
          </Text>
        )}
      </div>
      {count === 0 && (
        <Text size="sm" c="dimmed">
          {t("conditions.preview.nobody")}
        </Text>
      )}
      {sample.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={6}>
            {t("conditions.preview.sample")}
          </Text>
          <ul className={classes.sample} aria-label={t("conditions.preview.sample")}>
            {sample.map((contact) => (
              <li key={contact.id}>
                <SampleLine contact={contact} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  );
}

/** Opens beside: whoever looks at a sample has not finished the condition. */
function SampleLine({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const name = nameOf(contact);
  return (
    <Group gap={8} wrap="nowrap" justify="space-between">
      <Anchor
        href={`/contacts/${contact.id}`}
        target="_blank"
        rel="noopener"
        size="sm"
        fw={500}
        truncate
        aria-label={t("conditions.preview.newTab", { name: name || contact.email })}>
        {name || contact.email}
      </Anchor>
      {name && (
        <Text size="xs" c="dimmed" truncate maw="55%">
          {contact.email}
        </Text>
      )}
    </Group>
  );
}
