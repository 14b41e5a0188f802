/** What is kept of an account, as fields that are changed like those of a contact. */
import type { Account, AccountChanges, Field } from "../api/types";

export const SECTIONS = {
  reach: ["website", "phone", "fax", "email"],
  address: ["address1", "address2", "zip", "city", "state", "country"],
  other: ["owner", "notes"],
} as const;

export type TextName = (typeof SECTIONS)[keyof typeof SECTIONS][number];

/** The fields of contacts that these are read like. */
const LIKE: Partial<Record<TextName, string>> = { phone: "business_phone", fax: "business_phone" };

/** A text of an account as a field: of the kind, the length and the choices that the contact's field has. */
export function fieldOf(name: TextName, label: string, contactFields: Field[]): Field {
  const like = contactFields.find((field) => field.name === (LIKE[name] ?? name));
  return { name, label, kind: like?.kind ?? "text", max_length: like?.max_length ?? null, choices: like?.choices ?? [], custom: false };
}

export const nameField = (label: string): Field => ({ name: "name", label, kind: "text", max_length: 200, choices: [], custom: false });

export const statusField = (label: string, choices: string[]): Field => ({
  name: "account_status",
  label,
  kind: "choice",
  max_length: null,
  choices,
  custom: false,
});

/** The change of one text; blank clears it. */
export const textChange = (name: TextName, value: string): AccountChanges => ({ fields: { [name]: value || null } });

/** A change as the API compares it with what stands there: without the fold of the texts. */
export const flat = ({ fields, ...others }: AccountChanges): Record<string, unknown> => ({ ...others, ...fields });

export const textOf = (account: Account, name: TextName): string => account.fields[name] ?? "";
