import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Counts } from "../api/types";
import { formatNumber } from "../common/format";
import classes from "./Imports.module.css";
import { leftOut } from "./outcome";
import type { Tense } from "./tense";

const AMBER = "#8a5300";

interface Props {
  counts: Counts;
  tense: Tense;
  /** Shown below the last number. */
  children?: ReactNode;
}

/** What became, or would become, of every row. */
export function ImportCounts({ counts, tense, children }: Props) {
  const { t } = useTranslation();
  const { imported, duplicates, updated, unchanged, repeated_in_file, not_imported } = counts;
  const values = leftOut(counts);
  const ofThese = { updated: formatNumber(updated), unchanged: formatNumber(unchanged), repeated: formatNumber(repeated_in_file) };
  return (
    <ul className={classes.results} aria-label={t(`imports.${tense}.counts`)}>
      <Count icon={<IconCircleCheck color="var(--mantine-color-pine-7)" />} label={t(`imports.${tense}.imported`)} count={imported} />
      <Count icon={<IconRefresh color="var(--mantine-color-pine-7)" />} label={t(`imports.${tense}.duplicates`)} count={duplicates}>
        {duplicates > 0 && (
          <Text size="sm" c="dimmed">
            {t("imports.result.ofThese", ofThese)}
          </Text>
        )}
      </Count>
      <Count
        icon={<IconCircleX color={not_imported > 0 ? "#b3261e" : "var(--mantine-color-gray-5)"} />}
        label={t(`imports.${tense}.notImported`)}
        count={not_imported}>
        {values === 0 && children}
      </Count>
      {values > 0 && (
        <Count icon={<IconAlertTriangle color={AMBER} />} label={t(`imports.${tense}.leftOut`)} count={values}>
          <Text size="sm" c="dimmed">
            {t(`imports.${tense}.leftOutNote`)}
          </Text>
          {children}
        </Count>
      )}
    </ul>
  );
}

interface CountProps {
  icon: ReactNode;
  label: string;
  count: number;
  children?: ReactNode;
}

function Count({ icon, label, count, children }: CountProps) {
  return (
    <li>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div>
        <Text>
          {label}:{" "}
          <Text span fw={700} className={classes.numbers}>
            {formatNumber(count)}
          </Text>
        </Text>
        {children}
      </div>
    </li>
  );
}
