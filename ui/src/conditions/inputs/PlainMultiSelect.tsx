import { MultiSelect, type ComboboxItem, type MultiSelectProps } from "@mantine/core";
import listClasses from "../../common/list.module.css";
import classes from "../Conditions.module.css";

interface Props extends Pick<MultiSelectProps, "searchValue" | "onSearchChange" | "filter" | "error"> {
  label: string;
  value: string[];
  options: ComboboxItem[];
  onChange: (values: string[]) => void;
  placeholder: string;
  nothing: string;
}

/** A choice of several, within the sentence of a rule. */
export function PlainMultiSelect({ label, value, options, placeholder, nothing, ...props }: Props) {
  return (
    <MultiSelect
      className={classes.value}
      aria-label={label}
      placeholder={value.length === 0 ? placeholder : undefined}
      data={options}
      value={value}
      searchable
      hidePickedOptions
      nothingFoundMessage={nothing}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option, pill: classes.pill }}
      {...props}
    />
  );
}
