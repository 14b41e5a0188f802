import { Select, type ComboboxItem } from "@mantine/core";
import listClasses from "../../common/list.module.css";
import classes from "../Conditions.module.css";

interface Props {
  label: string;
  value: string | null;
  options: ComboboxItem[];
  onChange: (value: string) => void;
  className?: string;
  placeholder?: string;
  /** Words for "no such option"; with them the list can be searched. */
  nothing?: string;
}

/** A choice of one, within the sentence of a rule: its label is only heard. */
export function PlainSelect({ label, value, options, onChange, className, placeholder, nothing }: Props) {
  return (
    <Select
      className={className}
      aria-label={label}
      placeholder={placeholder}
      data={options}
      value={value}
      onChange={(changed) => changed !== null && onChange(changed)}
      searchable={nothing !== undefined}
      nothingFoundMessage={nothing}
      onClick={(event) => nothing !== undefined && event.currentTarget.select()}
      comboboxProps={{ position: "bottom-start" }}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option, dropdown: classes.dropdown }}
      allowDeselect={false}
    />
  );
}
