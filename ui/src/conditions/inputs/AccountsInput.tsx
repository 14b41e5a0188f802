import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccounts } from "../../accounts/queries";
import { toFailure } from "../../api/problem";
import { useAccountNames } from "../queries";
import type { InputProps } from "./input";
import { PlainMultiSelect } from "./PlainMultiSelect";

/** Accounts; the server searches, for there may be thousands. */
export function AccountsInput({ label, value, onChange }: InputProps<number[]>) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [search] = useDebouncedValue(words.trim(), 200);
  const { data, error, isFetching } = useAccounts(search, undefined, 50);
  const chosen = useAccountNames(value);
  const known = value.map((id) => ({ value: String(id), label: chosen.get(id) ?? t("conditions.accountNumber", { id }) }));
  const found = (data?.items ?? []).filter(({ id }) => !value.includes(id)).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <PlainMultiSelect
      label={label}
      placeholder={t("accounts.choose")}
      value={value.map(String)}
      options={[...known, ...found]}
      onChange={(ids) => onChange(ids.map(Number))}
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      nothing={isFetching ? t("app.loading") : t("accounts.noneFound")}
      error={error && toFailure(error).message}
    />
  );
}
