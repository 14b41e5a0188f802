import { Button, Group } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactGroup } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { formatMoment, formatNumber } from "../common/format";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { useIdParam } from "../common/useIdParam";
import { SearchBox } from "../common/SearchBox";
import { ContactTable } from "../contacts/ContactTable";
import { useGroup } from "./queries";

export function GroupPage() {
  const { t } = useTranslation();
  const query = useGroup(useIdParam());
  const action = <Button component={Link} to="/groups" variant="default">{t("groups.backToList")}</Button>;
  const missing = { title: t("groups.missingTitle"), text: t("groups.missingText"), action };
  return <Loaded query={query} missing={missing}>{(group) => <Page group={group} />}</Loaded>;
}

function Page({ group }: { group: ContactGroup }) {
  const { t } = useTranslation();
  const note = [
    t("groups.memberCount", { count: group.members, formatted: formatNumber(group.members) }),
    t("groups.createdAt", { at: formatMoment(group.created_at) }),
  ].join(" · ");
  return (
    <>
      <PageHeader title={group.name} note={note} back={{ to: "/groups", label: t("groups.backToList") }}>
        <Button component={Link} to={`/contacts/import?group=${group.id}`} variant="default">{t("contacts.import")}</Button>
      </PageHeader>
      <Group mb="md">
        <SearchBox label={t("contacts.searchLabel")} hint={t("contacts.searchHint")} />
      </Group>
      <ContactTable groupId={group.id} empty={<EmptyState icon={<IconUsers />} title={t("contacts.noMembersTitle")} text={t("contacts.noMembersText")} />} />
    </>
  );
}
