import { Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useContactAccounts } from "../accounts/queries";
import { useContactActivities } from "../activities/queries";
import type { ContactDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { useNotes } from "../notes/queries";
import classes from "./Duplicates.module.css";
import { named } from "./merge";

/** What the contact that is merged brings with it. */
export function WhatMoves({ other }: { other: ContactDetail }) {
  const { t } = useTranslation();
  const { lines, loading, error } = useMoved(other);
  const contact = named(other);
  return (
    <Section title={t("duplicates.merge.moves")}>
      {error != null && <FailureAlert failure={error} />}
      {loading && <Skeleton h={48} role="status" aria-label={t("app.loading")} />}
      {!loading && error == null && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {lines.length > 0 ? t("duplicates.merge.movesText", { other: contact }) : t("duplicates.merge.movesNothing", { other: contact })}
        </Text>
      )}
      {!loading && lines.length > 0 && (
        <Text component="ul" size="sm" mt="xs" className={classes.moved}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Text>
      )}
    </Section>
  );
}

function useMoved(other: ContactDetail) {
  const { t } = useTranslation();
  const activities = useContactActivities(other.id, "");
  const notes = useNotes(other.id);
  const accounts = useContactAccounts(other.id);
  const done = activities.data?.pages.flatMap((page) => page.items).length ?? 0;
  const names = (all: { name: string }[]) => all.map(({ name }) => name).join(", ");
  const groups = other.groups.filter(({ excluded }) => !excluded);
  const belongings = (accounts.data ?? []).map(({ account }) => account);
  const lines = [
    done > 0 && t(activities.hasNextPage ? "duplicates.merge.activitiesMore" : "duplicates.merge.activities", { count: done }),
    notes.data && notes.data.length > 0 && t("duplicates.merge.notes", { count: notes.data.length }),
    groups.length > 0 && t("duplicates.merge.groups", { count: groups.length, names: names(groups) }),
    belongings.length > 0 && t("duplicates.merge.accounts", { count: belongings.length, names: names(belongings) }),
  ].filter((line) => line !== false && line !== undefined);
  const all = [activities, notes, accounts];
  return { lines, loading: all.some(({ isLoading }) => isLoading), error: all.find(({ error }) => error != null)?.error ?? null };
}
