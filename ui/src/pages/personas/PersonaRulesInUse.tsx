import { Alert, Anchor, Button, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PersonaDetail } from "../../api/types";
import { Section } from "../../common/Section";
import { rulesPath } from "../../personas/links";
import { PointRules } from "../../points/PointRules";

/** The rules by which it counts, in words, and the way to change them. */
export function PersonaRulesInUse({ persona: { id, rules, has_draft: hasDraft } }: { persona: PersonaDetail }) {
  const { t } = useTranslation();
  const button = (
    <Button component={Link} to={rulesPath(id)} size="xs" variant="default" leftSection={<IconPencil size={14} />}>
      {t(rules.length > 0 ? "personas.inUse.edit" : "personas.inUse.add")}
    </Button>
  );
  return (
    <Section title={t("personas.inUse.title")} aside={button}>
      <Stack gap="md">
        {hasDraft && (
          <Alert color="blue" title={t("personas.inUse.draft")}>
            <Anchor component={Link} to={rulesPath(id)} size="sm" underline="always">
              {t("personas.inUse.draftLink")}
            </Anchor>
          </Alert>
        )}
        {rules.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("personas.inUse.none")}
          </Text>
        ) : (
          <PointRules rules={rules} label={t("personas.inUse.title")} />
        )}
      </Stack>
    </Section>
  );
}
