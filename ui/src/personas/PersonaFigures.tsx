import { Anchor, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PersonaDetail } from "../api/types";
import { formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import { UsedBy } from "../common/UsedBy";
import { withTexts } from "../i18n";
import { likePath } from "./links";
import classes from "./Personas.module.css";
import { PersonaPicture } from "./pictures/PersonaPicture";
import { usePersonas } from "./queries";
import { percentOf } from "./shares";

const PictureModal = lazy(withTexts(["personas"], () => import("./pictures/PictureModal")));

/** The persona's picture, how many contacts have it, of how many, and what it is used for. */
export function PersonaFigures({ persona }: { persona: PersonaDetail }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const { id, contacts, used_by: usedBy } = persona;
  return (
    <Section title={t("personas.size")}>
      <Stack gap="md">
        <Group gap="lg" align="center">
          <PersonaPicture picture={persona.picture} id={id} size={96} />
          <div>
            <Anchor
              component={Link}
              to={likePath(id)}
              className={classes.bigNumber}
              aria-label={t("personas.contacts", { count: contacts, formatted: formatNumber(contacts) })}>
              {formatNumber(contacts)}
            </Anchor>
            <div>
              <Button size="compact-sm" variant="subtle" ml={-8} mt={4} onClick={() => setChanging(true)}>
                {t("personas.picture.change")}
              </Button>
            </div>
          </div>
        </Group>
        <Share contacts={contacts} name={persona.name} />
        {usedBy.length > 0 && (
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t("personas.usedBy")}
            </Text>
            <UsedBy users={usedBy} label={t("personas.usedBy")} />
          </div>
        )}
      </Stack>
      <Suspense>{changing && <PictureModal persona={persona} onClose={() => setChanging(false)} />}</Suspense>
    </Section>
  );
}

/** Of all contacts, as soon as it is known how many there are. */
function Share({ contacts, name }: { contacts: number; name: string }) {
  const { t } = useTranslation();
  const { data } = usePersonas();
  if (!data) return null;
  const share = formatShare(contacts, data.contacts);
  return (
    <div>
      <Progress.Root radius="xl">
        <Progress.Section value={percentOf(contacts, data.contacts)} aria-label={t("personas.shareOf", { name })} />
      </Progress.Root>
      <Text size="sm" c="dimmed" mt={6}>
        {t("personas.shareOfAll", { share, count: data.contacts, formatted: formatNumber(data.contacts) })}
      </Text>
    </div>
  );
}
