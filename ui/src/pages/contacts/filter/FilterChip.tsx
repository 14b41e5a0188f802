import { ActionIcon, Button, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter, IconUsersGroup, IconX } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionNode } from "../../../api/types";
import { useCatalogue, useNames } from "../../../conditions/queries";
import { conditionInWords } from "../../../conditions/words";
import { withTexts } from "../../../i18n";
import classes from "./Filter.module.css";

const SaveFilterModal = lazy(withTexts(["filter", "groups"], () => import("./SaveFilterModal")));

interface Props {
  condition: ConditionNode;
  /** What the list is searched for as well. */
  search: string | undefined;
  onOpen: () => void;
  onRemove: () => void;
}

/** The filter in words. It opens the filter, and the cross beside it takes the filter away; the button makes a group of it. */
export default function FilterChip({ condition, search, onOpen, onRemove }: Props) {
  const { t } = useTranslation();
  const [saving, { open, close }] = useDisclosure();
  const { data: catalogue } = useCatalogue();
  const names = useNames(condition, catalogue);
  const words = catalogue ? conditionInWords(condition, catalogue, names) : t("filter.filtered");
  return (
    <>
      <div className={classes.chip}>
        <UnstyledButton className={classes.words} onClick={onOpen} title={words}>
          <IconFilter size={14} aria-hidden />
          <span>{words}</span>
        </UnstyledButton>
        <ActionIcon size="sm" variant="subtle" aria-label={t("filter.remove")} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      <Button size="compact-sm" variant="subtle" leftSection={<IconUsersGroup size={14} />} onClick={open}>
        {t("filter.save")}
      </Button>
      <Suspense>{saving && <SaveFilterModal condition={condition} search={search} onClose={close} />}</Suspense>
    </>
  );
}
