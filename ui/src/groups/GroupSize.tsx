import { Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../api/types";
import { formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import { UsedBy } from "../common/UsedBy";
import classes from "./Groups.module.css";

/** How many members there are, of how many contacts, and what the group is used for. */
export function GroupSize({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const { members, contacts, excluded, used_by: usedBy } = group;
  const share = formatShare(members, contacts);
  return (
    <Section title={t("groups.size")}>
      <Stack gap="sm">
        <Text className={classes.bigNumber}>{formatNumber(members)}</Text>
        <div>
          <Progress.Root radius="xl">
            <Progress.Section value={contacts > 0 ? (100 * members) / contacts : 0} aria-label={t("groups.share")} aria-valuetext={share} />
          </Progress.Root>
          <Text size="sm" c="dimmed" mt={6}>
            {t("groups.shareOf", { share, count: contacts, formatted: formatNumber(contacts) })}
          </Text>
        </div>
        {excluded > 0 && <Text size="sm">{t("groups.excludedCount", { count: excluded, formatted: formatNumber(excluded) })}</Text>}
        {usedBy.length > 0 && <Users users={usedBy} />}
      </Stack>
    </Section>
  );
}

function Users({ users }: { users: GroupDetail["used_by"] }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t("groups.usedBy")}
      </Text>
      <UsedBy users={users} label={t("groups.usedBy")} />
    </div>
  );
}
