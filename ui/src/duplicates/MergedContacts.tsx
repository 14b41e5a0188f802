import { Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Merge } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment } from "../common/format";
import { Section } from "../common/Section";
import { titleOf } from "../contacts/contact";
import classes from "./Duplicates.module.css";
import { useMerges, useUndoMerge } from "./queries";

const ConfirmDialog = lazy(() => import("../common/ConfirmDialog"));

/** Who became a part of the contact, and the way back; nothing when nobody did. */
export function MergedContacts({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const { data: merges = [], error, refetch } = useMerges(contactId);
  if (!error && merges.length === 0) return null;
  return (
    <Section title={t("duplicates.merged")}>
      {error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      <ul className={classes.list}>
        {merges.map((merge) => (
          <MergeLine key={merge.id} contactId={contactId} merge={merge} />
        ))}
      </ul>
    </Section>
  );
}

function MergeLine({ contactId, merge }: { contactId: number; merge: Merge }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const undo = useUndoMerge(contactId, merge.id);
  const contact = titleOf(merge.other);
  const brought = [
    merge.activities > 0 && t("duplicates.merge.activities", { count: merge.activities }),
    merge.notes > 0 && t("duplicates.merge.notes", { count: merge.notes }),
  ]
    .filter(Boolean)
    .join(", ");
  const close = () => {
    undo.reset();
    setAsking(false);
  };
  return (
    <Group component="li" justify="space-between" align="flex-start" wrap="nowrap" className={classes.line}>
      <Stack gap={2} miw={0} style={{ overflowWrap: "anywhere" }}>
        <Text size="sm" fw={600}>
          {contact}
        </Text>
        <Text size="sm">{t("duplicates.addresses", { addresses: merge.addresses.join(", ") })}</Text>
        {brought && (
          <Text size="sm" c="dimmed">
            {t("duplicates.brought", { what: brought })}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {t("duplicates.mergedAt", { at: formatMoment(merge.merged_at) })}
        </Text>
      </Stack>
      <Button
        size="xs"
        variant="default"
        style={{ flexShrink: 0 }}
        aria-label={t("duplicates.undoOf", { contact })}
        onClick={() => setAsking(true)}>
        {t("duplicates.undo")}
      </Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={t("duplicates.undoTitle")}
            text={t("duplicates.undoText", { contact })}
            action={t("duplicates.undoButton")}
            pending={undo.isPending}
            failure={undo.error}
            onConfirm={() => undo.mutate()}
            onClose={close}
          />
        )}
      </Suspense>
    </Group>
  );
}
