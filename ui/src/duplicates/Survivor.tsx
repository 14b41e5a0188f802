import { Badge, Button, SimpleGrid, Stack } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Section } from "../common/Section";
import type { Two } from "./merge";
import { Person } from "./Person";

/** The two, which one stays, and the way to change that. */
export function Survivor({ own, other, onSwap }: Two & { onSwap: () => void }) {
  const { t } = useTranslation();
  const swap = (
    <Button variant="default" size="xs" leftSection={<IconArrowsExchange size={14} />} onClick={onSwap}>
      {t("duplicates.merge.swap")}
    </Button>
  );
  return (
    <Section title={t("duplicates.merge.who")} aside={swap}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Stack gap={6} align="flex-start">
          <Badge color="pine" tt="none" fw={600}>
            {t("duplicates.merge.stays")}
          </Badge>
          <Person contact={own} />
        </Stack>
        <Stack gap={6} align="flex-start">
          <Badge variant="default" tt="none" fw={500}>
            {t("duplicates.merge.goes")}
          </Badge>
          <Person contact={other} />
        </Stack>
      </SimpleGrid>
    </Section>
  );
}
