import { Button, SimpleGrid, Stack } from "@mantine/core";
import { usePrevious } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { GroupAccounts } from "../../accounts/GroupAccounts";
import type { GroupDetail } from "../../api/types";
import { lastOf } from "../../common/lastList";
import { LateAlert } from "../../common/LateAlert";
import { Loaded } from "../../common/Loaded";
import { useIdParam } from "../../common/useIdParam";
import { GroupGrowth } from "../../groups/GroupGrowth";
import { GroupHeader } from "../../groups/GroupHeader";
import { GroupSize } from "../../groups/GroupSize";
import { useGroup } from "../../groups/queries";
import { Rebuilding } from "../../groups/Rebuilding";
import { GroupCondition } from "./GroupCondition";
import { MemberSection } from "./MemberSection";

export function GroupPage() {
  const query = useGroup(useIdParam());
  return (
    <Loaded query={query} missing={useMissingGroup()}>
      {(group) => <Page key={group.id} group={group} />}
    </Loaded>
  );
}

export function useMissingGroup() {
  const { t } = useTranslation();
  const action = (
    <Button component={Link} {...lastOf("/groups")} variant="default">
      {t("groups.backToList")}
    </Button>
  );
  return { title: t("groups.missingTitle"), text: t("groups.missingText"), action };
}

function Page({ group }: { group: GroupDetail }) {
  useFreshMembersOnceRebuilt(group.state === "rebuilding" || group.late != null);
  return (
    <>
      <GroupHeader group={group} />
      <Stack gap="lg">
        {group.late && <LateAlert late={group.late} />}
        {group.state === "rebuilding" && !group.late && <Rebuilding group={group} />}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Stack gap="lg">
            <GroupSize group={group} />
            <GroupCondition group={group} />
            <GroupAccounts groupId={group.id} />
          </Stack>
          <GroupGrowth group={group} />
        </SimpleGrid>
        <MemberSection group={group} />
      </Stack>
    </>
  );
}

/** Until then the earlier members are shown. */
function useFreshMembersOnceRebuilt(isBehind: boolean) {
  const queryClient = useQueryClient();
  const wasBehind = usePrevious(isBehind);
  useEffect(() => {
    if (!wasBehind || isBehind) return;
    for (const queryKey of [["groups"], ["contacts"]]) void queryClient.invalidateQueries({ queryKey });
  }, [wasBehind, isBehind, queryClient]);
}
