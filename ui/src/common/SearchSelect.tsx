import { Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import listClasses from "./list.module.css";

/** Something that can be chosen by its name. */
export interface Named {
  id: number;
  name: string;
  /** A line under the name, to tell it from others. */
  note?: string;
}

export interface Found {
  items: Named[];
  isFetching: boolean;
  error: unknown;
}

interface Props {
  label: string;
  hint: string;
  /** Words for "no such thing". */
  nothing: string;
  value: Named | null;
  onChange: (chosen: Named | null) => void;
  /** What the words that were searched last match. */
  found: Found;
  onSearch: (words: string) => void;
  /** Whether nothing can be chosen too. */
  clearable?: boolean;
  hideLabel?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  error?: string | null;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** Chooses one of what may be thousands: the server searches. */
export function SearchSelect({
  label,
  hint,
  nothing,
  value,
  onChange,
  found,
  onSearch,
  clearable = false,
  hideLabel = false,
  error,
  ...props
}: Props) {
  const { t } = useTranslation();
  const all = value && !found.items.some(({ id }) => id === value.id) ? [value, ...found.items] : found.items;
  const notes = new Map(found.items.map(({ id, note }) => [String(id), note]));
  const [words, setWords] = useState(value?.name ?? "");
  const searchSoon = useDebouncedCallback(onSearch, 200);
  const type = (typed: string) => {
    setWords(typed);
    searchSoon(all.some(({ name }) => name === typed) ? "" : typed.trim());
  };
  return (
    <Select
      {...(hideLabel ? { "aria-label": label } : { label })}
      placeholder={hint}
      data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value ? String(value.id) : null}
      onChange={(id) => onChange(all.find((one) => String(one.id) === id) ?? null)}
      searchable
      clearable={clearable}
      clearButtonProps={{ "aria-label": t("common.clear", { label }) }}
      onClick={(event) => event.currentTarget.select()}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option }}
      searchValue={words}
      onSearchChange={type}
      filter={({ options }) => options}
      renderOption={({ option }) => <Option name={option.label} note={notes.get(option.value)} />}
      nothingFoundMessage={found.isFetching ? t("app.loading") : nothing}
      error={error ?? (found.error != null && toFailure(found.error).message)}
      allowDeselect={false}
      data-autofocus={props.autoFocus || undefined}
      {...props}
    />
  );
}

function Option({ name, note }: { name: string; note: string | undefined }) {
  return (
    <div>
      <div style={{ overflowWrap: "anywhere" }}>{name}</div>
      {note && <div style={{ fontSize: 12, opacity: 0.8, overflowWrap: "anywhere" }}>{note}</div>}
    </div>
  );
}
