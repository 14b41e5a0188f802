import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ImportEffect } from "../api/types";
import { formatNumber } from "../common/format";
import classes from "./Imports.module.css";

/** Which contact groups the import changed by what it brought, beside the one that it was imported into. */
export function ImportEffects({ effects }: { effects: ImportEffect[] }) {
  const { t } = useTranslation();
  if (effects.length === 0) return null;
  return (
    <div>
      <Text fw={600} mb={4}>{t("imports.result.effects")}</Text>
      <ul className={classes.effects} aria-label={t("imports.result.effects")}>
        {effects.map(({ group, entered, left }) => (
          <li key={group.id}>
            <Anchor component={Link} to={`/groups/${group.id}`} size="sm" fw={600} underline="always">{group.name}</Anchor>
            <Text span size="sm" className={classes.numbers}>: {movement(entered, left)}</Text>
          </li>
        ))}
      </ul>
    </div>
  );

  function movement(entered: number, left: number): string {
    const parts = [
      (entered > 0 || left === 0) && t("imports.result.effectEntered", { formatted: formatNumber(entered) }),
      left > 0 && t("imports.result.effectLeft", { formatted: formatNumber(left) }),
    ];
    return parts.filter(Boolean).join(", ");
  }
}
