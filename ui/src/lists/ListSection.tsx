import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { Section } from "../common/Section";
import { current } from "../common/useEdited";
import { withTexts } from "../i18n";
import { EntryLine } from "./EntryLine";
import { useCreateEntry, useList, type ListName } from "./queries";

const EntryModal = lazy(withTexts(["lists"], () => import("./EntryModal")));
const DeleteEntryModal = lazy(withTexts(["lists"], () => import("./DeleteEntryModal")));

type Opened = { what: "new" } | { what: "edit" | "delete"; entry: ListEntry } | null;

/** One of the lists, to be read and changed. */
export function ListSection({ list }: { list: ListName }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>(null);
  const { data, error, refetch } = useList(list);
  const close = () => setOpened(null);
  const add = (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setOpened({ what: "new" })}>
      {t(`lists.${list}.add`)}
    </Button>
  );
  return (
    <Section title={t(`lists.${list}.title`)} aside={add}>
      {error && !data && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton h={64} role="status" aria-label={t("app.loading")} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(`lists.${list}.none`)}
        </Text>
      )}
      <Stack gap={2}>
        {data?.items.map((entry) => (
          <EntryLine
            key={entry.id}
            list={list}
            entry={entry}
            last={entry.position === data.items.length}
            onEdit={() => setOpened({ what: "edit", entry })}
            onDelete={() => setOpened({ what: "delete", entry })}
          />
        ))}
      </Stack>
      {data && data.unlisted.length > 0 && <Unlisted statuses={data.unlisted} />}
      <Suspense>
        {opened?.what === "new" && <EntryModal list={list} entry={null} onClose={close} />}
        {opened?.what === "edit" && <EntryModal list={list} entry={current(data?.items, opened.entry, "id")} onClose={close} />}
        {opened?.what === "delete" && <DeleteEntryModal list={list} entry={opened.entry} onClose={close} />}
      </Suspense>
    </Section>
  );
}

/** Statuses that imports brought. */
function Unlisted({ statuses }: { statuses: { label: string; uses: number }[] }) {
  const { t } = useTranslation();
  const create = useCreateEntry("contact-statuses");
  return (
    <Stack gap="xs" mt="lg">
      <Title order={3}>{t("lists.unlisted")}</Title>
      {statuses.map(({ label, uses }) => (
        <Group key={label} gap="sm" justify="space-between" wrap="nowrap">
          <Text size="sm" miw={0} style={{ overflowWrap: "anywhere" }}>
            {label}{" "}
            <Text span size="xs" c="dimmed">
              {t("lists.uses", { formatted: formatNumber(uses) })}
            </Text>
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            style={{ flex: "none" }}
            aria-label={t("lists.adoptNamed", { label })}
            loading={create.isPending && create.variables.label === label}
            onClick={() => create.mutate({ label, colour: "gray" })}>
            {t("lists.adopt")}
          </Button>
        </Group>
      ))}
      {create.isError && <FailureAlert failure={create.error} />}
    </Stack>
  );
}
