/** Choosing accounts, contacts and roles by their names. */
import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../common/format";
import { SearchSelect, type Found, type Named } from "../common/SearchSelect";
import { nameOf } from "../contacts/contact";
import { useContacts } from "../contacts/queries";
import { useList } from "../lists/queries";
import { useAccounts } from "./queries";

export interface PickerProps {
  label: string;
  value: Named | null;
  onChange: (chosen: Named | null) => void;
  clearable?: boolean;
  hideLabel?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  error?: string | null;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

export function AccountPicker(props: PickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  return (
    <SearchSelect
      {...props}
      hint={t("accounts.pickHint")}
      nothing={t("accounts.noneFound")}
      found={useFoundAccounts(search)}
      onSearch={setSearch}
    />
  );
}

export function ContactPicker(props: PickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  return (
    <SearchSelect
      {...props}
      hint={t("contacts.searchHint")}
      nothing={t("contacts.nothingTitle")}
      found={useFoundContacts(search)}
      onSearch={setSearch}
    />
  );
}

function useFoundAccounts(search: string): Found {
  const { t } = useTranslation();
  const { data, isFetching, error } = useAccounts(search, undefined, 20);
  const noteOf = (contacts: number) => t("accounts.contactCount", { count: contacts, formatted: formatNumber(contacts) });
  return { items: (data?.items ?? []).map(({ id, name, contacts }) => ({ id, name, note: noteOf(contacts) })), isFetching, error };
}

function useFoundContacts(search: string): Found {
  const { data, isFetching, error } = useContacts({ matching: search ? { search } : {}, sort: "", after: undefined });
  const items = (data?.items ?? [])
    .slice(0, 20)
    .map((contact) => ({ id: contact.id, name: nameOf(contact) || contact.email, note: contact.email }));
  return { items, isFetching, error };
}

interface RoleProps extends Omit<NativeSelectProps, "value" | "onChange" | "data"> {
  value: { id: number; label: string } | null;
  onChange: (roleId: number | null) => void;
}

/** One of the roles, or none. */
export function RoleSelect({ value, onChange, ...props }: RoleProps) {
  const { t } = useTranslation();
  const { data } = useList("account-roles");
  const listed = data?.items ?? [];
  const roles = value && !listed.some(({ id }) => id === value.id) ? [value, ...listed] : listed;
  const options = [{ value: "", label: t("accounts.noRole") }, ...roles.map(({ id, label }) => ({ value: String(id), label }))];
  return (
    <NativeSelect
      {...props}
      data={options}
      value={value ? String(value.id) : ""}
      onChange={({ currentTarget }) => onChange(currentTarget.value === "" ? null : Number(currentTarget.value))}
    />
  );
}
