import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConditionNode, GroupDetail } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { Section } from "../../common/Section";
import { useCatalogue, useNames } from "../../conditions/queries";
import { conditionInWords } from "../../conditions/words";
import { conditionPath } from "../../groups/links";

/** The group's condition in words, and the way to change it. */
export function GroupCondition({ group }: { group: GroupDetail }) {
  const { t } = useTranslation();
  const { condition } = group;
  const button = (
    <Button component={Link} to={conditionPath(group.id)} size="xs" variant="default" leftSection={<IconFilter size={14} />}>
      {t(condition ? "groups.condition.edit" : "groups.condition.add")}
    </Button>
  );
  return (
    <Section title={t("groups.condition.title")} aside={button}>
      {condition ? (
        <InWords condition={condition} />
      ) : (
        <Text size="sm" c="dimmed">
          {t("groups.condition.none")}
        </Text>
      )}
    </Section>
  );
}

function InWords({ condition }: { condition: ConditionNode }) {
  const catalogue = useCatalogue();
  const names = useNames(condition, catalogue.data);
  if (catalogue.isError) return <FailureAlert failure={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data)
    return (
      <Stack gap="xs">
        <Skeleton h={14} />
        <Skeleton h={14} w="60%" />
      </Stack>
    );
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      {conditionInWords(condition, catalogue.data, names)}
    </Text>
  );
}
