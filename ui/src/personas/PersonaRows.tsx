import { ActionIcon, Anchor, Badge, Group, Progress, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Persona, PersonaList } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber, formatShare } from "../common/format";
import { personaPath } from "./links";
import { moved } from "./order";
import classes from "./Personas.module.css";
import { PersonaPicture } from "./pictures/PersonaPicture";
import { useReorder } from "./queries";
import { colourOf, NONE_COLOUR, noneOf, percentOf } from "./shares";

/** The personas in their order with how many contacts have each, and how many have none. */
export function PersonaRows({ list: { items, contacts } }: { list: PersonaList }) {
  const { t } = useTranslation();
  const reorder = useReorder();
  const move = (place: number, by: number) => reorder.mutate({ ids: idsOf(moved(items, place, by)), before: idsOf(items) });
  const none = noneOf(contacts, items);
  return (
    <>
      <ol className={classes.list} aria-label={t("personas.list")}>
        {items.map((persona, place) => (
          <li key={persona.id} className={classes.row}>
            <span className={classes.picture}>
              <PersonaPicture picture={persona.picture} id={persona.id} size={52} />
            </span>
            <About persona={persona} />
            <Share
              contacts={persona.contacts}
              all={contacts}
              colour={colourOf(place)}
              label={t("personas.shareOf", { name: persona.name })}
            />
            {items.length > 1 && (
              <Moves name={persona.name} isFirst={place === 0} isLast={place === items.length - 1} onMove={(by) => move(place, by)} />
            )}
          </li>
        ))}
      </ol>
      <div className={classes.row}>
        <span className={classes.picture}>
          <span className={classes.noPicture} />
        </span>
        <div className={classes.about}>
          <Text size="sm" fw={600}>
            {t("personas.none")}
          </Text>
          <Text size="xs" c="dimmed">
            {t("personas.noneText")}
          </Text>
        </div>
        <Share contacts={none} all={contacts} colour={NONE_COLOUR} label={t("personas.shareOfNone")} />
      </div>
      {reorder.isError && <FailureAlert failure={reorder.error} />}
    </>
  );
}

const idsOf = (items: Persona[]): number[] => items.map(({ id }) => id);

function About({ persona: { id, name, description, threshold, rule_count: rules, has_draft: hasDraft } }: { persona: Persona }) {
  const { t } = useTranslation();
  const facts = [
    t("personas.threshold", { count: threshold, formatted: formatNumber(threshold) }),
    t("personas.rules", { count: rules, formatted: formatNumber(rules) }),
  ];
  return (
    <div className={classes.about}>
      <Group gap={8}>
        <Anchor component={Link} to={personaPath(id)} size="sm" fw={600} maw="100%" style={{ overflowWrap: "anywhere" }}>
          {name}
        </Anchor>
        {hasDraft && (
          <Badge className={classes.draft} variant="light" tt="none" fw={500}>
            {t("personas.hasDraft")}
          </Badge>
        )}
      </Group>
      {description && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {description}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {facts.join(" · ")}
      </Text>
    </div>
  );
}

interface ShareProps {
  contacts: number;
  all: number;
  colour: string;
  label: string;
}

function Share({ contacts, all, colour, label }: ShareProps) {
  const { t } = useTranslation();
  const share = formatShare(contacts, all);
  return (
    <div className={classes.share}>
      <Group justify="space-between" gap={8} mb={4}>
        <Text size="sm">{t("personas.contacts", { count: contacts, formatted: formatNumber(contacts) })}</Text>
        <Text size="sm" fw={600}>
          {share}
        </Text>
      </Group>
      <Progress.Root radius="xl">
        <Progress.Section value={percentOf(contacts, all)} color={colour} aria-label={label} />
      </Progress.Root>
    </div>
  );
}

interface MovesProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: number) => void;
}

function Moves({ name, isFirst, isLast, onMove }: MovesProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.moves}>
      <ActionIcon
        variant="subtle"
        color="gray"
        bg={isFirst ? "transparent" : undefined}
        disabled={isFirst}
        aria-label={t("personas.up", { name })}
        onClick={() => onMove(-1)}>
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        bg={isLast ? "transparent" : undefined}
        disabled={isLast}
        aria-label={t("personas.down", { name })}
        onClick={() => onMove(1)}>
        <IconArrowDown size={16} />
      </ActionIcon>
    </div>
  );
}
