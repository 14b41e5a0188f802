import { Button, Paper, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { IconSearch, IconUsersGroup } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DuplicateList, DuplicatePair } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { FailureAlert } from "../common/FailureAlert";
import { formatMoment } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { Pager } from "../common/Pager";
import { useKeyPaging, type Paging } from "../common/useKeyPaging";
import classes from "./Duplicates.module.css";
import { PairButtons } from "./PairButtons";
import { Person } from "./Person";
import { useDuplicates, useStartSearch } from "./queries";
import { SearchProgress } from "./SearchProgress";
import { WhyBadges } from "./WhyBadges";

/** Contacts that may be one person, as the last search found them. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const paging = useKeyPaging();
  const query = useDuplicates(paging.after);
  const start = useStartSearch();
  const at = query.data?.searched_at;
  const note = at ? t("duplicates.searchedAt", { at: formatMoment(at) }) : t("duplicates.never");
  const searching = query.data?.searching ?? false;
  return (
    <>
      <PageHeader title={t("duplicates.title")} note={query.data && note} back={{ to: "/contacts", label: t("contacts.backToList") }}>
        <Button leftSection={<IconSearch size={16} />} loading={start.isPending} disabled={searching} onClick={() => start.mutate()}>
          {t("duplicates.search")}
        </Button>
      </PageHeader>
      <Stack gap="lg">
        {start.isError && <FailureAlert failure={start.error} />}
        <SearchProgress searchId={start.data?.id} searching={searching} />
        <Pairs query={query} paging={paging} />
      </Stack>
    </>
  );
}

function Pairs({ query, paging }: { query: UseQueryResult<DuplicateList>; paging: Paging }) {
  const { t } = useTranslation();
  const { data, isError, error, refetch } = query;
  if (isError && !data) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={240} role="status" aria-label={t("app.loading")} />;
  const none = data.items.length === 0;
  if (none && paging.after === undefined) return data.searching ? null : <NoPairs searched={data.searched_at != null} />;
  return (
    <div>
      {none && (
        <Text size="sm" c="dimmed">
          {t("duplicates.noMore")}
        </Text>
      )}
      <ul className={classes.list} aria-label={t("duplicates.list")}>
        {data.items.map((pair) => (
          <Pair key={`${pair.contact.id}-${pair.other.id}`} pair={pair} />
        ))}
      </ul>
      <Pager paging={paging} next={data.next} />
    </div>
  );
}

function NoPairs({ searched }: { searched: boolean }) {
  const { t } = useTranslation();
  const words = searched
    ? { title: t("duplicates.noneTitle"), text: t("duplicates.noneText") }
    : { title: t("duplicates.startTitle"), text: t("duplicates.startText") };
  return <EmptyState icon={<IconUsersGroup />} {...words} />;
}

function Pair({ pair: { contact, other, why } }: { pair: DuplicatePair }) {
  return (
    <Paper component="li" p="md">
      <Stack gap="sm">
        <WhyBadges why={why} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Person contact={contact} />
          <Person contact={other} />
        </SimpleGrid>
        <PairButtons contact={contact} other={other} />
      </Stack>
    </Paper>
  );
}
