import { Anchor, Box, Button, Group, Text } from "@mantine/core";
import { IconActivity, IconFileImport, IconSearchOff, IconTags } from "@tabler/icons-react";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { LoggedActivity } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatMoment } from "../common/format";
import { ListTable } from "../common/ListTable";
import { PageHeader } from "../common/PageHeader";
import { WIDE } from "../common/screens";
import { useKeyPaging, withParam } from "../common/useKeyPaging";
import { ActivityText } from "./ActivityText";
import { useActivities } from "./queries";
import { TypeBadge } from "./TypeBadge";
import { TypeFilter } from "./TypeFilter";

/** What all contacts did, the latest first. */
export function ActivitiesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const type = params.get("type") ?? "";
  const paging = useKeyPaging();
  const query = useActivities(type, paging.after);
  const setType = (changed: string) => setParams((old) => withParam(withParam(old, "after", ""), "type", changed), { replace: true });
  return (
    <>
      <PageHeader title={t("activities.title")} note={t("activities.note")}>
        <Button component={Link} to="/activities/history" variant="default" leftSection={<IconFileImport size={16} />}>
          {t("activities.history.button")}
        </Button>
        <Button component={Link} to="/activities/types" variant="default" leftSection={<IconTags size={16} />}>
          {t("activities.types")}
        </Button>
      </PageHeader>
      <Group mb="md">
        <TypeFilter value={type} onChange={setType} />
      </Group>
      <ListTable
        label={t("activities.title")}
        query={query}
        columns={useColumns()}
        paging={paging}
        empty={<Empty filtered={type !== ""} />}
      />
    </>
  );
}

function useColumns(): DataTableColumn<LoggedActivity>[] {
  const { t } = useTranslation();
  return [
    {
      accessor: "at",
      title: t("activities.at"),
      render: ({ at }) => <Text size="sm">{formatMoment(at)}</Text>,
      width: 212,
      visibleMediaQuery: WIDE,
    },
    {
      accessor: "contact",
      title: t("activities.contact"),
      render: (activity) => <ContactCell activity={activity} />,
      width: "28%",
      visibleMediaQuery: WIDE,
    },
    { accessor: "type", title: t("activities.type"), render: ({ type }) => <TypeBadge name={type} />, width: 200, visibleMediaQuery: WIDE },
    { accessor: "what", title: t("activities.what"), render: (activity) => <WhatCell activity={activity} /> },
  ];
}

function ContactCell({ activity: { contact } }: { activity: LoggedActivity }) {
  return (
    <>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm" lineClamp={1} title={contact.name || contact.email}>
        {contact.name || contact.email}
      </Anchor>
      {contact.name && (
        <Text size="xs" c="dimmed" truncate title={contact.email}>
          {contact.email}
        </Text>
      )}
    </>
  );
}

/** On a narrow screen all of it stands in the one cell. */
function WhatCell({ activity }: { activity: LoggedActivity }) {
  return (
    <>
      <Group hiddenFrom="sm" justify="space-between" gap="xs" mb={6} wrap="wrap">
        <TypeBadge name={activity.type} />
        <Text size="xs" c="dimmed">
          {formatMoment(activity.at)}
        </Text>
      </Group>
      <ActivityText activity={activity} brief />
      <Box hiddenFrom="sm" mt={6}>
        <ContactCell activity={activity} />
      </Box>
    </>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  if (filtered) return <EmptyState icon={<IconSearchOff />} title={t("activities.nothingTitle")} text={t("activities.nothingText")} />;
  return <EmptyState icon={<IconActivity />} title={t("activities.emptyTitle")} text={t("activities.emptyText")} />;
}
