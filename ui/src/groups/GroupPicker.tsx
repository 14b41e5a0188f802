import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import } from "../api/types";
import { toFailure } from "../api/problem";
import listClasses from "../common/list.module.css";
import { formatNumber } from "../common/format";
import { useGroups } from "./queries";

type GroupRef = NonNullable<Import["group"]>;

interface Props {
  label: string;
  value: GroupRef | null;
  onChange: (group: GroupRef) => void;
  disabled: boolean;
  /** A dialog cuts off what does not fit into it: its list lies over the page. */
  inDialog?: boolean;
}

/** Chooses one of the contact groups; the server searches, for there may be thousands. */
export function GroupPicker({ label, value, onChange, disabled, inDialog = false }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState(value?.name ?? "");
  const [search] = useDebouncedValue(words === value?.name ? "" : words.trim(), 200);
  const { data, error, isFetching } = useGroups(search, undefined, 20);
  const found = data?.items ?? [];
  const all: GroupRef[] = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  const members = new Map(found.map((group) => [String(group.id), group.members]));
  return (
    <Select
      label={label}
      placeholder={t("groups.pick.hint")}
      data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value ? String(value.id) : null}
      onChange={(id) => {
        const group = all.find((one) => String(one.id) === id);
        if (group) onChange({ id: group.id, name: group.name });
      }}
      searchable
      onClick={(event) => event.currentTarget.select()}
      comboboxProps={{ withinPortal: inDialog }}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option }}
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      renderOption={({ option }) => <GroupOption name={option.label} members={members.get(option.value)} />}
      nothingFoundMessage={isFetching ? t("app.loading") : t("groups.pick.none")}
      error={error && toFailure(error).message}
      allowDeselect={false}
      disabled={disabled}
    />
  );
}

function GroupOption({ name, members }: { name: string; members: number | undefined }) {
  const { t } = useTranslation();
  const count = members === undefined ? "" : t("groups.memberCount", { count: members, formatted: formatNumber(members) });
  return (
    <div>
      <div style={{ overflowWrap: "anywhere" }}>{name}</div>
      <div style={{ fontSize: 12, opacity: 0.8 }}>{count}</div>
    </div>
  );
}
