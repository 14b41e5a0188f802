import { Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Unfit, UnfitRule } from "../../api/types";
import { formatNumber } from "../../common/format";
import { UnfitChoice } from "./UnfitChoice";
import classes from "./Wizard.module.css";

interface Props {
  /** The column's name. */
  title: string;
  unfit: Unfit;
  rule: UnfitRule;
  /** Nothing can be chosen about the field that contacts are found by: without it there is no contact. */
  onRule: ((rule: UnfitRule) => void) | null;
  locked: boolean;
}

/** Tells before the start which values do not fit the field, and asks what becomes of them. */
export function UnfitWarning({ title, unfit: { count, of, example, reason }, rule, onRule, locked }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} mt={8} className={classes.unfit}>
      <div className={classes.unfitWords}>
        <IconAlertTriangle size={16} aria-hidden />
        <div>
          <Text size="xs" fw={600}>
            {t("wizard.unfit.some", { count, formatted: formatNumber(count), of: formatNumber(of) })}
          </Text>
          <Text size="xs">{t("wizard.unfit.example", { example, reason })}</Text>
        </div>
      </div>
      {onRule ? (
        <UnfitChoice small label={t("wizard.unfit.ofColumn", { column: title })} rule={rule} onChange={onRule} locked={locked} />
      ) : (
        <Text size="xs">{t("wizard.unfit.noContact")}</Text>
      )}
    </Stack>
  );
}
