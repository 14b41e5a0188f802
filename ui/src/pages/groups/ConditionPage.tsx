/** Makes or changes the condition of a group: the builder, and beside it who meets it. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConditionCatalogue, ConditionNode, GroupDetail } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { LeaveGuard } from "../../common/LeaveGuard";
import { Loaded } from "../../common/Loaded";
import { PageHeader } from "../../common/PageHeader";
import { Section } from "../../common/Section";
import { useIdParam } from "../../common/useIdParam";
import { ConditionBuilder } from "../../conditions/ConditionBuilder";
import { ConditionPreview } from "../../conditions/ConditionPreview";
import classes from "../../conditions/Conditions.module.css";
import { useCatalogue, useNames } from "../../conditions/queries";
import { newNode, withIds } from "../../conditions/tree";
import { useLivePreview } from "../../conditions/useLivePreview";
import { conditionInWords } from "../../conditions/words";
import { groupPath } from "../../groups/links";
import { useGroup } from "../../groups/queries";
import { useMissingGroup } from "./GroupPage";
import { RemoveCondition } from "./RemoveCondition";
import { useSaveCondition } from "./useSaveCondition";

export function ConditionPage() {
  const group = useGroup(useIdParam());
  const catalogue = useCatalogue();
  const missing = useMissingGroup();
  return (
    <Loaded query={group} missing={missing}>
      {(found) => (
        <Loaded query={catalogue} missing={missing}>
          {(known) => <Editor key={found.id} group={found} catalogue={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Editor({ group, catalogue }: { group: GroupDetail; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const [first] = useState(() => withIds(group.condition ?? newNode()));
  const [condition, setCondition] = useState(first);
  const live = useLivePreview(condition, catalogue);
  const save = useSaveCondition(group.id, { condition, first, stored: group.condition ?? null, gaps: live.gaps });
  const problems = useMemo(() => new Map([...live.problems, ...save.problems]), [live.problems, save.problems]);
  return (
    <>
      <PageHeader
        title={t("groups.condition.heading", { name: group.name })}
        note={t("groups.condition.intro")}
        back={{ to: groupPath(group.id), label: t("groups.condition.back") }}
      />
      <div className={classes.editor}>
        <Stack gap="md">
          <ConditionBuilder condition={condition} onChange={setCondition} catalogue={catalogue} problems={problems} />
          {save.failure !== null && <FailureAlert failure={save.failure} />}
          <Group gap="sm">
            <Button onClick={save.save} loading={save.isPending}>
              {t("groups.condition.save")}
            </Button>
            <Button component={Link} to={groupPath(group.id)} variant="default">
              {t("common.cancel")}
            </Button>
            {group.condition && <RemoveCondition group={group} remove={save.remove} />}
          </Group>
        </Stack>
        <Stack gap="md" className={classes.aside}>
          <ConditionPreview live={live} />
          {live.gaps.length === 0 && <InWords condition={condition} catalogue={catalogue} />}
        </Stack>
      </div>
      <LeaveGuard
        isBusy={save.isUnsaved}
        title={t("groups.condition.leaveTitle")}
        text={t("groups.condition.leaveText")}
        leave={t("groups.condition.leave")}
        stay={t("groups.condition.stay")}
      />
    </>
  );
}

function InWords({ condition, catalogue }: { condition: ConditionNode; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const names = useNames(condition, catalogue);
  return (
    <Section title={t("groups.condition.words")}>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {conditionInWords(condition, catalogue, names)}
      </Text>
    </Section>
  );
}
