import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Activity } from "../api/types";
import { toColour } from "../common/colours";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment } from "../common/format";
import { Section } from "../common/Section";
import { withTexts } from "../i18n";
import classes from "./Activities.module.css";
import { ActivityText } from "./ActivityText";
import { useActivityTypes, useContactActivities } from "./queries";
import { TypeFilter } from "./TypeFilter";

const AddActivityModal = lazy(withTexts(["activities"], () => import("./AddActivityModal")));

/** What the contact did, the latest first. */
export function ContactActivities({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const [type, setType] = useState("");
  const [adding, setAdding] = useState(false);
  const { data: types = [] } = useActivityTypes();
  const byHand = types.some(({ enabled, manual }) => enabled && manual);
  const add = byHand && (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t("activities.add")}
    </Button>
  );
  return (
    <Section
      title={t("activities.title")}
      aside={
        <Group gap="xs">
          <TypeFilter value={type} onChange={setType} />
          {add}
        </Group>
      }>
      <Latest contactId={contactId} type={type} />
      <Suspense>{adding && <AddActivityModal contactId={contactId} onClose={() => setAdding(false)} />}</Suspense>
    </Section>
  );
}

function Latest({ contactId, type }: { contactId: number; type: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isFetchNextPageError } = useContactActivities(
    contactId,
    type,
  );
  const activities = data?.pages.flatMap((page) => page.items) ?? [];
  if (error && !data) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={120} role="status" aria-label={t("app.loading")} />;
  if (activities.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {type ? t("activities.noneOfType") : t("activities.none")}
      </Text>
    );
  return (
    <Stack align="flex-start">
      <TimelineOf activities={activities} />
      {isFetchNextPageError && <FailureAlert failure={error} />}
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </Stack>
  );
}

function TimelineOf({ activities }: { activities: Activity[] }) {
  const { data: types = [] } = useActivityTypes();
  const typeOf = (name: string) => types.find((type) => type.name === name);
  return (
    <ol className={classes.timeline}>
      {activities.map((activity) => (
        <li key={activity.id} className={classes.event} style={colourOf(typeOf(activity.type)?.colour)}>
          <Group gap="xs" justify="space-between" mb={2}>
            <Text size="sm" fw={600}>
              {typeOf(activity.type)?.label ?? activity.type}
            </Text>
            <Text size="xs" c="dimmed">
              {formatMoment(activity.at)}
            </Text>
          </Group>
          <ActivityText activity={activity} />
        </li>
      ))}
    </ol>
  );
}

function colourOf(colour = ""): CSSProperties {
  return { "--event-colour": `var(--mantine-color-${toColour(colour)}-6)` } as CSSProperties;
}
