import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ImportEffects as Effects } from "../api/types";
import { formatNumber } from "../common/format";
import classes from "./Imports.module.css";
import type { Tense } from "./tense";

/** What the import did, or would do, to contact groups, the one that it was imported into among them, to scores and to personas. */
export function ImportEffects({ it, tense }: { it: Effects; tense: Tense }) {
  const { t } = useTranslation();
  const crossed = (count: number) => t(`imports.${tense}.effectCrossed`, { count, formatted: formatNumber(count) });
  return (
    <>
      <List title={t(`imports.${tense}.effects`)}>
        {it.effects.map(({ group, entered, left }) => (
          <Effect key={group.id} to={`/groups/${group.id}`} name={group.name} text={movement(entered, left)} />
        ))}
      </List>
      <List title={t(`imports.${tense}.scoreEffects`)}>
        {it.score_effects.map(({ score, crossed: count }) => (
          <Effect key={score.id} to={`/scores/${score.id}`} name={score.name} text={crossed(count)} />
        ))}
      </List>
      <List title={t(`imports.${tense}.personaEffects`)}>
        {it.persona_effects.map(({ persona, entered, left }) => (
          <Effect
            key={persona?.id ?? 0}
            to={persona ? `/personas/${persona.id}` : undefined}
            name={persona?.name ?? t("imports.result.noPersona")}
            text={movement(entered, left)}
          />
        ))}
      </List>
    </>
  );

  function movement(entered: number, left: number): string {
    const parts = [
      (entered > 0 || left === 0) && t(`imports.${tense}.effectEntered`, { formatted: formatNumber(entered) }),
      left > 0 && t(`imports.${tense}.effectLeft`, { formatted: formatNumber(left) }),
    ];
    return parts.filter(Boolean).join(", ");
  }
}

function List({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <div>
      <Text fw={600} mb={4}>
        {title}
      </Text>
      <ul className={classes.effects} aria-label={title}>
        {children}
      </ul>
    </div>
  );
}

function Effect({ to, name, text }: { to: string | undefined; name: string; text: string }) {
  return (
    <li>
      {to ? (
        <Anchor component={Link} to={to} size="sm" fw={600} underline="always">
          {name}
        </Anchor>
      ) : (
        <Text span size="sm" fw={600}>
          {name}
        </Text>
      )}
      <Text span size="sm" className={classes.numbers}>
        : {text}
      </Text>
    </li>
  );
}
