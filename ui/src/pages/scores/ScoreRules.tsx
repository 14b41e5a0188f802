import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ScoreDetail } from "../../api/types";
import { Section } from "../../common/Section";
import { UsedBy } from "../../common/UsedBy";
import { PointRules } from "../../points/PointRules";
import { rulesPath } from "../../scores/links";

/** The rules by which the score counts, in words, and what uses it. */
export function ScoreRules({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  const button = (
    <Button component={Link} to={rulesPath(score.id)} size="xs" variant="default">
      {t(score.rules.length > 0 ? "scores.editRules" : "scores.addRules")}
    </Button>
  );
  return (
    <Section title={t("scores.rules")} aside={button}>
      <Stack gap="md">
        {score.rules.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("scores.noRules")}
          </Text>
        )}
        <PointRules rules={score.rules} label={t("scores.rules")} />
        {score.used_by.length > 0 && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t("scores.usedBy")}
            </Text>
            <UsedBy users={score.used_by} label={t("scores.usedBy")} />
          </div>
        )}
      </Stack>
    </Section>
  );
}
