import { Button, CloseButton, Group, Paper, Text } from "@mantine/core";
import { IconForms, IconTrash, IconUsersMinus, IconUsersPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MassDialogKind, Matching } from "../api/types";
import { formatNumber } from "../common/format";
import { useContactCount } from "../contacts/queries";
import { NOTHING, sizeOf, toMassSelection, type Selection } from "../contacts/selection";
import classes from "./Mass.module.css";
import { MassModal } from "./MassModal";

interface Props {
  selection: Selection;
  matching: Matching;
  onChange: (selection: Selection) => void;
}

const BUTTONS: { kind: MassDialogKind; icon: typeof IconForms }[] = [
  { kind: "add_to_group", icon: IconUsersPlus },
  { kind: "remove_from_group", icon: IconUsersMinus },
  { kind: "set_field", icon: IconForms },
  { kind: "delete", icon: IconTrash },
];

/** What can be done with the selected contacts. It lies over the foot of the list, so that nothing moves when it comes. */
export default function MassBar({ selection, matching, onChange }: Props) {
  const { t } = useTranslation();
  const { data: total } = useContactCount(matching);
  const [kind, setKind] = useState<MassDialogKind | null>(null);
  const size = sizeOf(selection, total);
  const close = (over: boolean) => {
    setKind(null);
    if (over) onChange(NOTHING);
  };
  return (
    <Paper component="section" aria-label={t("mass.bar")} className={classes.bar} shadow="md" px="md" py="sm">
      <Group gap={4} wrap="nowrap" className={classes.what}>
        <Text size="sm" fw={600} role="status">
          {size === null ? t("mass.allSelected") : t("mass.selected", { count: size, formatted: formatNumber(size) })}
        </Text>
        {!selection.all && total !== undefined && total > selection.ids.length && (
          <Button size="compact-sm" variant="subtle" onClick={() => onChange({ all: true })}>
            {t("mass.selectAll", { formatted: formatNumber(total) })}
          </Button>
        )}
        <CloseButton className={classes.clear} aria-label={t("mass.clear")} title={t("mass.clear")} onClick={() => onChange(NOTHING)} />
      </Group>
      <div className={classes.actions}>
        {BUTTONS.map(({ kind: one, icon: Icon }) => (
          <Button
            key={one}
            size="xs"
            variant="default"
            className={one === "delete" ? classes.delete : undefined}
            leftSection={<Icon size={14} />}
            onClick={() => setKind(one)}>
            {t(`mass.${one}.button`)}
          </Button>
        ))}
      </div>
      {kind && <MassModal kind={kind} selection={toMassSelection(selection, matching)} size={size} onClose={close} />}
    </Paper>
  );
}
