/** What can be said about a contact from its record alone. */
import type { Contact, ContactChange, ContactDetail } from "../api/types";

/** The person's name as one writes it, or nothing when no part of it is known. */
export function nameOf({ fields }: Contact): string {
  const parts = [fields.title_before, fields.first_name, fields.middle_name, fields.last_name];
  const name = parts.filter(Boolean).join(" ");
  return name && fields.title_after ? `${name}, ${fields.title_after}` : name;
}

/** What the contact is called where it must be called something. */
export const titleOf = (contact: Contact): string => nameOf(contact) || contact.email;

/** A field's value; blank is "". */
export function valueOf(contact: Contact, field: string): string {
  return (field === "email" ? contact.email : contact.fields[field]) ?? "";
}

export interface Change {
  at: string;
  origin: ContactChange["origin"];
  importId: number | null;
  row: number | null;
  field: string;
  before: string | null;
  after: string | null;
}

/** The contact's history field by field, newest first. The API keeps only what stood before a change; what it became
 *  is what stood before the next one, or stands now. */
export function changesOf(contact: ContactDetail): Change[] {
  const values: Record<string, string | null> = { ...contact.fields, email: contact.email };
  const newestFirst = [...contact.history].sort((a, b) => b.at.localeCompare(a.at));
  return newestFirst.flatMap((entry) =>
    Object.entries(entry.before).map(([field, before]) => {
      const after = values[field] ?? null;
      values[field] = before;
      return { at: entry.at, origin: entry.origin, importId: entry.import_id ?? null, row: entry.row ?? null, field, before, after };
    }),
  );
}
