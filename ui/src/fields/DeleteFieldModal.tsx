import { Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Field, FieldUsage } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { UsedBy } from "../common/UsedBy";
import { useDeleteField, useFieldUsage } from "./queries";

/** Deletes a custom field, after saying what hangs on it. A field that something asks for stays. */
export default function DeleteFieldModal({ field, onClose }: { field: Field; onClose: () => void }) {
  const { t } = useTranslation();
  const usage = useFieldUsage(field.name);
  const remove = useDeleteField(field.name);
  const used = usage.data !== undefined && (usage.data.used_by.length > 0 || usage.data.imports.length > 0);
  return (
    <Dialog title={t("fields.delete", { label: field.label })} onClose={onClose}>
      <Stack>
        {usage.data && <Usage usage={usage.data} />}
        {usage.isPending && <Skeleton h={42} role="status" aria-label={t("app.loading")} />}
        {usage.isError && <FailureAlert failure={usage.error} onRetry={() => void usage.refetch()} />}
        {remove.isError && <FailureAlert failure={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            disabled={used || !usage.data}
            onClick={() => remove.mutate(undefined, { onSuccess: onClose })}>
            {t("fields.deleteButton")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Usage({ usage: { contacts, used_by: users, imports } }: { usage: FieldUsage }) {
  const { t } = useTranslation();
  const inContacts =
    contacts === 0 ? t("fields.usedByNone") : t("fields.usedByContacts", { count: contacts, formatted: formatNumber(contacts) });
  if (users.length === 0 && imports.length === 0) return <Text size="sm">{inContacts}</Text>;
  return (
    <>
      <Text size="sm">{t("fields.usedBy")}</Text>
      <Stack gap={4}>
        <UsedBy users={users} label={t("fields.usedBy")} />
        {imports.map((id) => (
          <Anchor key={id} component={Link} to={`/imports/${id}`} size="sm">
            {t("fields.usedByImport", { id })}
          </Anchor>
        ))}
      </Stack>
    </>
  );
}
