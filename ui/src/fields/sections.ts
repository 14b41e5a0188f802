/** Where a field stands on the contact's page and in lists of fields. */

export const SECTIONS = ["person", "work", "reach", "address", "other"] as const;

export type Section = (typeof SECTIONS)[number];

const members: Record<Exclude<Section, "other">, string[]> = {
  person: ["email", "salutation", "title_before", "first_name", "middle_name", "last_name", "title_after", "gender", "birthday"],
  work: ["company", "job_title"],
  reach: ["mobile_phone", "business_phone", "home_phone", "website"],
  address: ["address1", "address2", "city", "zip", "state", "country"],
};

/** Sorts things that belong to fields into the sections, in the order of the sections; unknown fields go to "other". */
export function bySection<T>(things: T[], nameOf: (thing: T) => string): { section: Section; things: T[] }[] {
  return SECTIONS.map((section) => {
    const own = things.filter((thing) => sectionOf(nameOf(thing)) === section);
    return { section, things: own.sort((a, b) => rank(section, nameOf(a)) - rank(section, nameOf(b))) };
  }).filter(({ things: own }) => own.length > 0);
}

function sectionOf(field: string): Section {
  const found = SECTIONS.find((section) => section !== "other" && members[section].includes(field));
  return found ?? "other";
}

function rank(section: Section, field: string): number {
  return section === "other" ? 0 : members[section].indexOf(field);
}
