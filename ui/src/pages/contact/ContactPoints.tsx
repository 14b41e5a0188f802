import { Anchor, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail, EarnedPersona, EarnedRule, EarnedScore } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { formatDay, formatNumber } from "../../common/format";
import { Section } from "../../common/Section";
import { withTexts } from "../../i18n";
import { personaPath } from "../../personas/links";
import { PersonaPicture } from "../../personas/pictures/PersonaPicture";
import { usePoints } from "./points";
import classes from "./Points.module.css";

const EarnedRules = lazy(withTexts(["conditions", "contact"], () => import("./EarnedRules")));

/** The contact's points in every score and for every persona, and why. Nothing where there are no scores and no personas. */
export function ContactPoints({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePoints(contact);
  if (error && !data)
    return (
      <Section title={t("contact.points.title")}>
        <FailureAlert failure={error} onRetry={() => void refetch()} />
      </Section>
    );
  if (!data || data.scores.length + data.personas.length === 0) return null;
  return (
    <Section title={t("contact.points.title")}>
      <Stack gap={0} component="ul" className={classes.list}>
        {data.personas.map((persona) => (
          <PersonaLine key={`persona ${persona.id}`} persona={persona} since={data.persona_since ?? null} />
        ))}
        {data.scores.map((score) => (
          <ScoreLine key={`score ${score.id}`} score={score} />
        ))}
      </Stack>
    </Section>
  );
}

function PersonaLine({
  persona: { id, name, picture, points, threshold, chosen, rules },
  since,
}: {
  persona: EarnedPersona;
  since: string | null;
}) {
  const { t } = useTranslation();
  const mark = since ? t("contact.points.chosenSince", { day: formatDay(since) }) : t("contact.points.chosen");
  return (
    <Line
      name={name}
      path={personaPath(id)}
      rules={rules}
      picture={<PersonaPicture picture={picture} id={id} size={32} />}
      points={t("contact.points.ofThreshold", { count: threshold, points: formatNumber(points), threshold: formatNumber(threshold) })}
      badge={
        chosen && (
          <Badge variant="light" tt="none" fw={600}>
            {mark}
          </Badge>
        )
      }
    />
  );
}

function ScoreLine({ score: { id, name, enabled, points, limit, reached: crossings, rules } }: { score: EarnedScore }) {
  const { t } = useTranslation();
  const reached = limit != null && points >= limit;
  const mark = crossings[0] ? t("contact.points.reachedAt", { day: formatDay(crossings[0].at) }) : t("contact.points.reached");
  const words = t("contact.points.points", { count: points, formatted: formatNumber(points) });
  return (
    <Line
      name={name}
      path={`/scores/${id}`}
      rules={rules}
      points={limit == null ? words : t("contact.points.ofLimit", { points: words, limit: formatNumber(limit) })}
      badge={
        <>
          {reached && (
            <Badge variant="light" tt="none" fw={600}>
              {mark}
            </Badge>
          )}
          {!enabled && (
            <Badge variant="default" tt="none" fw={500}>
              {t("contact.points.off")}
            </Badge>
          )}
        </>
      }
    />
  );
}

interface LineProps {
  name: string;
  path: string;
  points: string;
  rules: EarnedRule[];
  picture?: ReactNode;
  badge: ReactNode;
}

/** A score or a persona, which opens to show its rules. */
function Line({ name, path, points, rules, picture, badge }: LineProps) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure();
  return (
    <li className={classes.item}>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Group gap="sm" wrap="nowrap" miw={0}>
          {picture}
          <div className={classes.words}>
            <Group gap={8}>
              <Anchor component={Link} to={path} size="sm" fw={600} maw="100%">
                {name}
              </Anchor>
              {badge}
            </Group>
            <Text size="sm" c="dimmed" className={classes.number}>
              {points}
            </Text>
          </div>
        </Group>
        {rules.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            className={classes.why}
            rightSection={opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            aria-expanded={opened}
            aria-label={t("contact.points.whyNamed", { name })}
            onClick={toggle}>
            {t("contact.points.why")}
          </Button>
        )}
      </Group>
      {opened && (
        <Suspense fallback={<Skeleton h={60} mt="sm" />}>
          <EarnedRules rules={rules} label={t("contact.points.rulesOf", { name })} />
        </Suspense>
      )}
    </li>
  );
}
