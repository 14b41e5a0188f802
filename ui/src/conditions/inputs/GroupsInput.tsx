import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../../api/problem";
import { useGroups } from "../../groups/queries";
import { useGroupNames } from "../queries";
import type { InputProps } from "./input";
import { PlainMultiSelect } from "./PlainMultiSelect";

/** Contact groups; the server searches, for there may be thousands. */
export function GroupsInput({ label, value, onChange }: InputProps<number[]>) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [search] = useDebouncedValue(words.trim(), 200);
  const { data, error, isFetching } = useGroups(search, undefined, 50);
  const chosen = useGroupNames(value);
  const known = value.map((id) => ({ value: String(id), label: chosen.get(id) ?? t("conditions.groupNumber", { id }) }));
  const found = (data?.items ?? []).filter(({ id }) => !value.includes(id)).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <PlainMultiSelect
      label={label}
      placeholder={t("conditions.chooseGroups")}
      value={value.map(String)}
      options={[...known, ...found]}
      onChange={(ids) => onChange(ids.map(Number))}
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      nothing={isFetching ? t("app.loading") : t("conditions.noGroup")}
      error={error && toFailure(error).message}
    />
  );
}
