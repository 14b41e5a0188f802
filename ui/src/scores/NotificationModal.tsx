import { Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ScoreNotification } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { listOf } from "../common/typed";
import { useSeen } from "../common/useEdited";
import { useSetNotification } from "./notificationQueries";

/** Says whom the score tells. */
export function NotificationModal({ id, told, onClose }: { id: number; told: ScoreNotification; onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetNotification(id);
  const { before, onError } = useSeen({ emails: told.emails, webhook_url: told.webhook_url ?? null });
  const [emails, setEmails] = useState(told.emails.join("\n"));
  const [url, setUrl] = useState(told.webhook_url ?? "");
  const wrong = placedErrors(set.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!set.isPending) set.mutate({ emails: listOf(emails), webhook_url: url.trim() || null, before }, { onSuccess: onClose, onError });
  };

  return (
    <Dialog title={t("scores.notification.title")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            {t("scores.notification.hint")}
          </Text>
          <Textarea
            label={t("scores.notification.emailsLabel")}
            description={t("scores.notification.emailsHint")}
            data-autofocus
            autosize
            minRows={3}
            maxRows={10}
            value={emails}
            error={wrong.within("/emails")}
            onChange={(event) => {
              setEmails(event.currentTarget.value);
              set.reset();
            }}
          />
          <TextInput
            label={t("scores.notification.urlLabel")}
            description={t("scores.notification.urlHint")}
            placeholder="https://"
            value={url}
            maxLength={2000}
            error={wrong.within("/webhook_url")}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
              set.reset();
            }}
          />
          {set.error != null && !wrong.within("/emails") && !wrong.within("/webhook_url") && <FailureAlert failure={set.error} />}
          <FormButtons label={t("scores.save")} loading={set.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
