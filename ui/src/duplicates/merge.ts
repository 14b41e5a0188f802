/** What becomes of the fields when two contacts are merged. A choice is kept as the contact whose value is taken, so that
 *  it stays when the two change places. */
import type { Contact, ContactDetail, Field, NewMerge } from "../api/types";
import { titleOf, valueOf } from "../contacts/contact";

export interface Two {
  /** The contact that stays. */
  own: ContactDetail;
  /** The one that is merged into it. */
  other: ContactDetail;
}

/** Whose value is taken, by field name; for others the usual one. */
export type Choices = Record<string, number>;

export interface Sorted {
  /** Fields in which the two differ, the address first. */
  different: Field[];
  /** Fields in which both have the same value. */
  same: Field[];
}

export function sortFields(fields: Field[], one: Contact, two: Contact): Sorted {
  const filled = fields.filter(({ name }) => valueOf(one, name) !== "" || valueOf(two, name) !== "");
  const differs = ({ name }: Field) => valueOf(one, name) !== valueOf(two, name);
  return { different: filled.filter(differs), same: filled.filter((field) => !differs(field)) };
}

/** The contact whose value is taken: the chosen one, or the one that stays, or the other where that one has none. */
export function takenFrom(field: string, choices: Choices, own: Contact, other: Contact): number {
  return choices[field] ?? (valueOf(own, field) === "" ? other.id : own.id);
}

/** Every difference is named, so that what was seen is what happens. */
export function toMerge(different: Field[], choices: Choices, own: Contact, other: Contact): NewMerge {
  const sides = different.map(({ name }) => [name, takenFrom(name, choices, own, other) === own.id ? "own" : "other"] as const);
  const { email = "own", ...values } = Object.fromEntries(sides);
  return { other_id: other.id, email, values };
}

/** Of two with the same name, the address says which is meant. */
export function named(contact: ContactDetail): string {
  const title = titleOf(contact);
  return title === contact.email ? title : `${title} (${contact.email})`;
}
