import { Select, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../../api/types";
import listClasses from "../../common/list.module.css";
import { bySection } from "../../fields/sections";

const NONE = "(none)";

export interface FieldSelectProps {
  /** The column, by its place in the file and by its name. */
  position: number;
  title: string;
  field: string | null;
  fields: Field[];
  /** Why the field came chosen. */
  why: string | null;
  locked: boolean;
  /** The name of the other column that holds a field. */
  usedBy: (position: number, field: string) => string | null;
  onField: (position: number, field: string | null) => void;
}

/** "Maps to": the field of one column, with those of other columns shown but not to be had. */
export function FieldSelect({ position, title, field, fields, why, locked, usedBy, onField }: FieldSelectProps) {
  const { t } = useTranslation();
  // A list is made when it is opened: then it knows what other columns hold, and a hundred closed ones cost nothing.
  const [opened, setOpened] = useState(false);
  const [typing, setTyping] = useState(false);
  const chosen = fields.find(({ name }) => name === field)?.label ?? t("wizard.map.none");
  const value = field ?? NONE;
  const options = useOptions(fields, (name) => usedBy(position, name) !== null);
  return (
    <Select
      label={t("wizard.map.mapsTo")}
      aria-label={t("wizard.map.mapsToColumn", { column: title })}
      description={why}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={opened ? options : [{ value, label: chosen }]}
      value={value}
      onChange={(changed) => onField(position, changed === NONE ? null : changed)}
      renderOption={({ option, checked }) => <Option label={option.label} checked={checked ?? false} usedBy={usedBy(position, option.value)} />}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      searchable
      selectFirstOptionOnChange={typing}
      onSearchChange={(words) => setTyping(words !== chosen)}
      onClick={(event) => event.currentTarget.select()}
      comboboxProps={{ withinPortal: false }}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option }}
      nothingFoundMessage={t("fields.noneFound")}
      allowDeselect={false}
      disabled={locked}
    />
  );
}

function useOptions(fields: Field[], isUsed: (field: string) => boolean) {
  const { t } = useTranslation();
  const sections = bySection(fields).map(({ section, fields: own }) => ({
    group: t(`fields.sections.${section}`),
    items: own.map(({ name, label }) => ({ value: name, label, disabled: isUsed(name) })),
  }));
  return [{ value: NONE, label: t("wizard.map.none") }, ...sections];
}

function Option({ label, checked, usedBy }: { label: string; checked: boolean; usedBy: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div>{label}</div>
        {usedBy !== null && <Text size="xs" truncate>{t("wizard.map.usedBy", { column: usedBy })}</Text>}
      </div>
      {checked && <IconCheck size={16} aria-hidden />}
    </>
  );
}
