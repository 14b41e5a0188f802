import { Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { titleOf } from "../contacts/contact";
import { mergePath } from "./links";
import { useDismiss } from "./queries";

/** What can be decided about two contacts. */
export function PairButtons({ contact, other }: { contact: Contact; other: Contact }) {
  const { t } = useTranslation();
  const dismiss = useDismiss(contact.id, other.id);
  const names = { contact: titleOf(contact), other: titleOf(other) };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button component={Link} to={mergePath(contact.id, other.id)} size="xs" aria-label={t("duplicates.comparePair", names)}>
          {t("duplicates.compare")}
        </Button>
        <Button
          variant="default"
          size="xs"
          loading={dismiss.isPending}
          aria-label={t("duplicates.dismissPair", names)}
          onClick={() => dismiss.mutate()}>
          {t("duplicates.dismiss")}
        </Button>
      </Group>
      {dismiss.isError && <FailureAlert failure={dismiss.error} />}
    </Stack>
  );
}
