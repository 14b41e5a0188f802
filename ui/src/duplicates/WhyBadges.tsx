import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Likeness } from "../api/types";

/** In what two contacts are alike. */
export function WhyBadges({ why }: { why: Likeness[] }) {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      {why.map((likeness) => (
        <Badge key={likeness} variant="light" c="pine.9" tt="none" fw={500}>
          {t(`duplicates.why.${likeness}`)}
        </Badge>
      ))}
    </Group>
  );
}
