/** Where a field stands on the contact's page and in lists of fields. */
import type { Field } from "../api/types";

export const SECTIONS = ["person", "work", "reach", "address", "other", "custom"] as const;

export type Section = (typeof SECTIONS)[number];

type Listed = Exclude<Section, "other" | "custom">;

const members: Record<Listed, string[]> = {
  person: ["email", "salutation", "title_before", "first_name", "middle_name", "last_name", "title_after", "gender", "birthday"],
  work: ["company", "job_title"],
  reach: ["mobile_phone", "business_phone", "home_phone", "website"],
  address: ["address1", "address2", "city", "zip", "state", "country"],
};

type Sorted = Pick<Field, "name" | "custom">;

/** The fields in their sections, in the order of the sections. */
export function bySection<T extends Sorted>(fields: T[]): { section: Section; fields: T[] }[] {
  return SECTIONS.map((section) => {
    const own = fields.filter((field) => sectionOf(field) === section);
    return { section, fields: own.sort((a, b) => rank(section, a.name) - rank(section, b.name)) };
  }).filter(({ fields: own }) => own.length > 0);
}

function sectionOf({ name, custom }: Sorted): Section {
  if (custom) return "custom";
  return (Object.keys(members) as Listed[]).find((section) => members[section].includes(name)) ?? "other";
}

function rank(section: Section, field: string): number {
  return section === "other" || section === "custom" ? 0 : members[section].indexOf(field);
}
