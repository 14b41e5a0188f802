import { Anchor, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { GroupDetail } from "../api/types";
import { formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import classes from "./Groups.module.css";
import { groupPath } from "./links";

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
          <Text size="sm" c="dimmed" mt={6}>{t("groups.shareOf", { share, count: contacts, formatted: formatNumber(contacts) })}</Text>
        </div>
        {excluded > 0 && <Text size="sm">{t("groups.excludedCount", { count: excluded, formatted: formatNumber(excluded) })}</Text>}
        {usedBy.length > 0 && <UsedBy groups={usedBy} />}
      </Stack>
    </Section>
  );
}

function UsedBy({ groups }: { groups: GroupDetail["used_by"] }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600}>{t("groups.usedBy")}</Text>
      <ul className={classes.links}>
        {groups.map(({ id, name }) => <li key={id}><Anchor component={Link} to={groupPath(id)} size="sm">{name}</Anchor></li>)}
      </ul>
    </div>
  );
}
