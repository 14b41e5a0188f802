import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import type { Import, ReasonCount } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { asSentence, formatNumber } from "../common/format";
import { Section } from "../common/Section";
import classes from "./Imports.module.css";
import { useReasons } from "./queries";

/** Why rows and values stayed behind, the most frequent reason first. */
export function ImportReasons({ it }: { it: Import }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useReasons(it.id);
  if (error && !data && toFailure(error).status !== 404)
    return (
      <Section title={t("imports.reasons.title")}>
        <FailureAlert failure={error} onRetry={() => void refetch()} />
      </Section>
    );
  if (!data || data.not_imported.length + data.left_out.length === 0) return null;
  return (
    <Section title={t("imports.reasons.title")}>
      <SimpleGrid cols={{ base: 1, md: data.not_imported.length > 0 && data.left_out.length > 0 ? 2 : 1 }} spacing="xl">
        <List title={t("imports.reasons.notImported")} reasons={data.not_imported} />
        <List title={t("imports.reasons.leftOut")} reasons={data.left_out} />
      </SimpleGrid>
    </Section>
  );
}

function List({ title, reasons }: { title: string; reasons: ReasonCount[] }) {
  const { t } = useTranslation();
  if (reasons.length === 0) return null;
  const words = ({ field, reason }: ReasonCount) => (field ? t("imports.reasons.ofField", { field, reason }) : asSentence(reason));
  return (
    <div>
      <Text fw={600} mb={4}>
        {title}
      </Text>
      <ul className={classes.reasons} aria-label={title}>
        {reasons
          .toSorted((one, other) => other.count - one.count)
          .map((one) => (
            <li key={`${one.code} ${one.field ?? ""} ${one.reason}`}>
              <span className={classes.times}>{t("imports.reasons.times", { formatted: formatNumber(one.count) })}</span>
              <span>{words(one)}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
