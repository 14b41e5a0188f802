import { useTranslation } from "react-i18next";
import type { Counts } from "../api/types";
import { formatNumber } from "../common/format";
import classes from "./Imports.module.css";

/** The four counts that must add up. */
export function LiveCounts({ counts }: { counts: Counts }) {
  const { t } = useTranslation();
  const shown = [
    { label: t("imports.processed"), count: counts.processed },
    { label: t("imports.imported"), count: counts.imported },
    { label: t("imports.duplicates"), count: counts.duplicates },
    { label: t("imports.notImported"), count: counts.not_imported },
  ];
  return (
    <dl className={classes.counts} aria-label={t("imports.progress.counts")}>
      {shown.map(({ label, count }) => (
        <div key={label} className={classes.count}>
          <dt style={{ order: 1 }}>{label}</dt>
          <dd>{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
