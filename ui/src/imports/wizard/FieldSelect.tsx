import { Select, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, FieldKind } from "../../api/types";
import listClasses from "../../common/list.module.css";
import { bySection } from "../../fields/sections";
import type { WantedField } from "./newFields";

const NONE = "(none)";
const CREATE = "(create)";

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
  /** What a field made for this column would hold; null where none can be made. */
  creatable: FieldKind | null;
  onCreate: (wanted: WantedField[]) => void;
}

/** "Maps to": the field of one column, with those of other columns shown but not to be had. */
export function FieldSelect({ position, title, field, fields, why, locked, usedBy, onField, creatable, onCreate }: FieldSelectProps) {
  const { t } = useTranslation();
  // A list is made when it is opened: then it knows what other columns hold, and a hundred closed ones cost nothing.
  const [opened, setOpened] = useState(false);
  const [typing, setTyping] = useState(false);
  const chosen = fields.find(({ name }) => name === field)?.label ?? t("wizard.map.none");
  const value = field ?? NONE;
  const options = useOptions({ fields, isUsed: (name) => usedBy(position, name) !== null, creatable, title });
  const choose = (changed: string | null) => {
    if (changed === CREATE && creatable !== null) onCreate([{ position, label: title, kind: creatable }]);
    else onField(position, changed === NONE ? null : changed);
  };
  return (
    <Select
      label={t("wizard.map.mapsTo")}
      aria-label={t("wizard.map.mapsToColumn", { column: title })}
      description={why}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={opened ? options : [{ value, label: chosen }]}
      value={value}
      onChange={choose}
      renderOption={({ option, checked }) => (
        <Option label={option.label} checked={checked ?? false} usedBy={usedBy(position, option.value)} />
      )}
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

interface Offered extends Pick<FieldSelectProps, "fields" | "creatable" | "title"> {
  isUsed: (field: string) => boolean;
}

function useOptions({ fields, isUsed, creatable, title }: Offered) {
  const { t } = useTranslation();
  const sections = bySection(fields).map(({ section, fields: own }) => ({
    group: t(`fields.sections.${section}`),
    items: own.map(({ name, label }) => ({ value: name, label, disabled: isUsed(name) })),
  }));
  const none = { value: NONE, label: t("wizard.map.none") };
  if (creatable === null) return [none, ...sections];
  return [
    none,
    { value: CREATE, label: t("wizard.newFields.create1", { label: title, kind: t(`fields.kinds.${creatable}`).toLowerCase() }) },
    ...sections,
  ];
}

function Option({ label, checked, usedBy }: { label: string; checked: boolean; usedBy: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div>{label}</div>
        {usedBy !== null && (
          <Text size="xs" truncate>
            {t("wizard.map.usedBy", { column: usedBy })}
          </Text>
        )}
      </div>
      {checked && <IconCheck size={16} aria-hidden />}
    </>
  );
}
