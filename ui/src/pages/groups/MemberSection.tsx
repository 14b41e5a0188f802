/** The members of a group and, beside them, who is excluded from it. Which of both is shown stands in the address. */
import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { GroupDetail } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { formatNumber } from "../../common/format";
import { SearchBox } from "../../common/SearchBox";
import { withParam } from "../../common/useKeyPaging";
import { ExcludedTable } from "../../groups/ExcludedTable";
import { useMemberAct } from "../../groups/memberQueries";
import { MemberTable } from "../../groups/MemberTable";
import { MembershipDrawer, type AskedAbout } from "./MembershipDrawer";

const EXCLUDED = "excluded";

export function MemberSection({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [asked, setAsked] = useState<AskedAbout | null>(null);
  const act = useMemberAct(group.id);
  const excluded = params.get("list") === EXCLUDED;
  const list = { group, act, onWhy: (contact: AskedAbout["contact"]) => setAsked({ contact }) };
  return (
    <section aria-label={t("groups.members")}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={2}>{t("groups.members")}</Title>
          <ListChoice group={group} />
        </Group>
        <Group justify="space-between" gap="sm">
          {excluded ? (
            <Text size="sm" c="dimmed">
              {t("groups.excludedHint")}
            </Text>
          ) : (
            <SearchBox label={t("groups.memberSearch")} hint={t("contacts.searchHint")} />
          )}
          <Button variant="default" leftSection={<IconHelpCircle size={16} />} onClick={() => setAsked({ contact: null })}>
            {t("groups.why.button")}
          </Button>
        </Group>
        {act.isError && <FailureAlert failure={act.error} />}
        <div>{excluded ? <ExcludedTable {...list} /> : <MemberTable {...list} />}</div>
      </Stack>
      <MembershipDrawer group={group} asked={asked} onAsk={setAsked} />
    </section>
  );
}

function ListChoice({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const show = (list: string) => setParams((old) => withParam(withParam(withParam(old, "after", ""), "search", ""), "list", list));
  return (
    <SegmentedControl
      aria-label={t("groups.list")}
      value={params.get("list") === EXCLUDED ? EXCLUDED : ""}
      onChange={show}
      data={[
        { value: "", label: t("groups.membersWith", { formatted: formatNumber(group.members) }) },
        { value: EXCLUDED, label: t("groups.excludedWith", { formatted: formatNumber(group.excluded) }) },
      ]}
    />
  );
}
