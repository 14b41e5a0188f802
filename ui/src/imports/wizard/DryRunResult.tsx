import { Stack, Text } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { DryRun } from "../../api/types";
import { formatNumber } from "../../common/format";
import { ImportCounts } from "../ImportCounts";
import { ImportEffects } from "../ImportEffects";
import { RejectTable, SHOWN } from "../RejectTable";
import classes from "./Wizard.module.css";

/** What a trial found: what would become of every row, and what that would do to groups, scores and personas. */
export function DryRunResult({ it }: { it: DryRun }) {
  const { t } = useTranslation();
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // the button that was pressed has gone
  const rejects = it.rejects.slice(0, SHOWN);
  const more = it.counts.not_imported - rejects.filter(({ outcome }) => outcome !== "left_out").length;
  const isQuiet = it.effects.length + it.score_effects.length + it.persona_effects.length === 0;
  return (
    <Stack component="section" aria-labelledby={title} gap="md" className={classes.foreseen}>
      <div>
        <Text id={title} ref={heading} tabIndex={-1} component="h3" fw={600} size="lg" m={0} className={classes.found}>
          {t("imports.foreseen.title")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("imports.foreseen.nothingSaved")}
        </Text>
      </div>
      <ImportCounts counts={it.counts} tense="foreseen" />
      {rejects.length > 0 && (
        <div>
          <RejectTable rejects={rejects} tense="foreseen" />
          {more > 0 && (
            <Text size="sm" c="dimmed" mt="sm">
              {t("imports.foreseen.more", { count: more, formatted: formatNumber(more) })}
            </Text>
          )}
        </div>
      )}
      {isQuiet ? (
        <Text size="sm" c="dimmed">
          {t("imports.foreseen.noEffects")}
        </Text>
      ) : (
        <ImportEffects it={it} tense="foreseen" />
      )}
    </Stack>
  );
}
