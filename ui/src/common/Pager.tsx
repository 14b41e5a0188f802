import { Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Paging } from "./useKeyPaging";

/** "Previous" and "Next" under a list; nothing when the list fits one page. */
export function Pager({ paging, next }: { paging: Paging; next: string | null | undefined }) {
  const { t } = useTranslation();
  if (paging.after === undefined && next == null) return null;
  return (
    <Group component="nav" aria-label={t("common.pages")} justify="flex-end" gap="xs" mt="md">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={14} />}
        disabled={paging.after === undefined}
        onClick={paging.toPrevious}>
        {t("common.previous")}
      </Button>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={14} />}
        disabled={next == null}
        onClick={() => next != null && paging.toNext(next)}>
        {t("common.next")}
      </Button>
    </Group>
  );
}
