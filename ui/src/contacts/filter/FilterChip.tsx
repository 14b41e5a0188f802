import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConditionNode } from "../../api/types";
import { useCatalogue, useNames } from "../../conditions/queries";
import { conditionInWords } from "../../conditions/words";
import classes from "./Filter.module.css";
import "../../conditions/texts";
import "./texts";

interface Props {
  condition: ConditionNode;
  onOpen: () => void;
  onRemove: () => void;
}

/** The filter in words. It opens the filter, and the cross beside it takes the filter away. */
export default function FilterChip({ condition, onOpen, onRemove }: Props) {
  const { t } = useTranslation();
  const { data: catalogue } = useCatalogue();
  const names = useNames(condition, catalogue);
  const words = catalogue ? conditionInWords(condition, catalogue, names) : t("filter.filtered");
  return (
    <div className={classes.chip}>
      <UnstyledButton className={classes.words} onClick={onOpen} title={words}>
        <IconFilter size={14} aria-hidden />
        <span>{words}</span>
      </UnstyledButton>
      <ActionIcon size="sm" variant="subtle" aria-label={t("filter.remove")} onClick={onRemove}><IconX size={14} /></ActionIcon>
    </div>
  );
}
