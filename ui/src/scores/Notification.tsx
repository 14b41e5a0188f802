import { Alert, Badge, Button, CopyButton, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMailOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ScoreDetail, ScoreNotice, ScoreNotification } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment } from "../common/format";
import { Section } from "../common/Section";
import { NotificationModal } from "./NotificationModal";
import { useNotification, useTestNotification } from "./notificationQueries";

/** Whom the score tells when contacts reach its limit, and what became of it lately. */
export function Notification({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const query = useNotification(score.id);
  const [editing, { open, close }] = useDisclosure();
  const { data } = query;
  const button = data && (
    <Button size="xs" variant="default" onClick={open}>
      {t("scores.notification.edit")}
    </Button>
  );
  return (
    <Section title={t("scores.notification.title")} aside={button}>
      {data ? (
        <Told id={score.id} hasLimit={score.limit != null} told={data} />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={60} />
      )}
      {editing && data && <NotificationModal id={score.id} told={data} onClose={close} />}
    </Section>
  );
}

const tellsNobody = (told: ScoreNotification): boolean => told.emails.length === 0 && told.webhook_url == null;

function Told({ id, hasLimit, told }: { id: number; hasLimit: boolean; told: ScoreNotification }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      {!hasLimit && (
        <Text size="sm" c="dimmed">
          {t("scores.notification.noLimit")}
        </Text>
      )}
      {tellsNobody(told) ? (
        hasLimit && (
          <Text size="sm" c="dimmed">
            {t("scores.notification.nobody")}
          </Text>
        )
      ) : (
        <Addresses told={told} />
      )}
      {told.emails.length > 0 && !told.can_send_email && (
        <Alert color="yellow" icon={<IconMailOff />} title={t("scores.notification.noServer")}>
          {t("scores.notification.noServerText")}
        </Alert>
      )}
      {!tellsNobody(told) && <Test key={[...told.emails, told.webhook_url].join(" ")} id={id} />}
      {told.notices.length > 0 && <Notices notices={told.notices} />}
    </Stack>
  );
}

function Addresses({ told: { emails, webhook_url: url, webhook_secret: secret } }: { told: ScoreNotification }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      {emails.length > 0 && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {t("scores.notification.emails", { emails: emails.join(", ") })}
        </Text>
      )}
      {url && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {t("scores.notification.webhook", { url })}
        </Text>
      )}
      {secret && (
        <Group gap="xs">
          <Text size="sm">{t("scores.notification.secret", { start: secret.slice(0, 6) })}</Text>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {t(copied ? "scores.notification.copied" : "scores.notification.copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
      )}
    </Stack>
  );
}

function Test({ id }: { id: number }) {
  const { t } = useTranslation();
  const test = useTestNotification(id);
  return (
    <Stack gap="xs" align="flex-start">
      <Button size="xs" variant="light" loading={test.isPending} onClick={() => test.mutate()}>
        {t("scores.notification.test")}
      </Button>
      {test.isError && <FailureAlert failure={test.error} />}
      <div role="status">
        {test.data?.map(({ to, failure }) => (
          <Text key={to} size="sm" c={failure == null ? undefined : "var(--mantine-color-error)"} style={{ overflowWrap: "anywhere" }}>
            {failure == null ? t("scores.notification.arrived", { to }) : t("scores.notification.notArrived", { to, failure })}
          </Text>
        ))}
      </div>
    </Stack>
  );
}

const COLOURS: Record<ScoreNotice["state"], string> = { waiting: "gray", tried_again: "yellow", sent: "green", failed: "red" };

function Notices({ notices }: { notices: ScoreNotice[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} component="ul" m={0} p={0} aria-label={t("scores.notification.latest")} style={{ listStyle: "none" }}>
      {notices.map(({ id, channel, state, at, ended_at: ended, failure }) => (
        <li key={id}>
          <Group gap="xs">
            <Badge variant="light" color={COLOURS[state]} tt="none" fw={600}>
              {t(`scores.notification.states.${state}`)}
            </Badge>
            <Text size="sm">{t(`scores.notification.channels.${channel}`, { at: formatMoment(ended ?? at) })}</Text>
          </Group>
          {failure && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {failure}
            </Text>
          )}
        </li>
      ))}
    </Stack>
  );
}
