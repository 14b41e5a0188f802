import { Alert, Paper, Progress, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../common/format";
import { useDuplicateSearch } from "./queries";

interface Props {
  /** The search that was started here; of one that was started elsewhere only that it is under way is known. */
  searchId: number | undefined;
  searching: boolean;
}

/** How far the search is, or why it failed. */
export function SearchProgress({ searchId, searching }: Props) {
  const { t } = useTranslation();
  const { data: search } = useDuplicateSearch(searchId);
  if (search?.state === "failed" && !searching) {
    return (
      <Alert color="red" icon={<IconAlertCircle />} title={t("duplicates.failed")} role="alert">
        {search.failure}
      </Alert>
    );
  }
  if (!searching) return null;
  const known = search && search.total > 0 ? search : null;
  return (
    <Paper p="md">
      <Stack gap="xs">
        <Text fw={600} role="status">
          {t("duplicates.searching")}
        </Text>
        <Progress.Root size="lg">
          <Progress.Section value={known ? (100 * known.done) / known.total : 100} animated aria-label={t("duplicates.progress")} />
        </Progress.Root>
        <Text size="sm" c="dimmed">
          {known && `${t("duplicates.done", { done: formatNumber(known.done), total: formatNumber(known.total) })} · `}
          {t("duplicates.leave")}
        </Text>
      </Stack>
    </Paper>
  );
}
