/** Which column goes into which field. A mapping holds a field, or nothing, for each column of the file in order;
 *  no field stands in it twice. */
import type { Import, InspectedColumn } from "../../api/types";

export type Mapping = readonly (string | null)[];

/** The field that must be mapped: contacts are found by it. */
export const IDENTITY = "email";

/** What stands for the first and the last name in one column. */
export const FULL_NAME = "full_name";

/** What the reader recognised. Where it saw one field twice, the first column keeps it. */
export function proposedMapping(columns: InspectedColumn[]): Mapping {
  return eachFieldOnce(columns.map((column) => (column.own ? null : (column.field ?? null))));
}

/** The mapping of an earlier import, found by the names of the columns; of several columns with one name the first is the first,
 *  and so on. New columns are mapped as recognised. */
export function rememberedMapping(columns: InspectedColumn[], earlier: Pick<Import, "columns">): Mapping {
  const names = numbered(earlier.columns.map(({ name }) => name));
  const remembered = new Map(names.map((name, position) => [name, earlier.columns[position]?.field ?? null]));
  const own = numbered(columns.map(({ name }) => name));
  const fields = columns.map((column, position) => {
    if (column.own) return null;
    const name = own[position] ?? "";
    return remembered.has(name) ? (remembered.get(name) ?? null) : (column.field ?? null);
  });
  return eachFieldOnce(fields);
}

/** The mapping with one column changed. A field that another column holds stays there. */
export function assign(mapping: Mapping, column: number, field: string | null): Mapping {
  const holder = field === null ? null : holderOf(mapping, field, column);
  return holder === null ? mapping.map((old, position) => (position === column ? field : old)) : mapping;
}

/** The column that holds a field, other than the one that asks. */
export function holderOf(mapping: Mapping, field: string, asking?: number): number | null {
  const wanted = filledBy(field);
  const position = mapping.findIndex(
    (held, column) => column !== asking && held !== null && filledBy(held).some((one) => wanted.includes(one)),
  );
  return position < 0 ? null : position;
}

export const isSame = (mapping: Mapping, other: Mapping): boolean =>
  mapping.length === other.length && mapping.every((field, position) => field === other[position]);

export function isIdentityMapped(mapping: Mapping): boolean {
  return mapping.includes(IDENTITY);
}

/** The places of the columns that are not imported, but for those that Muster wrote. */
export function unmapped(columns: InspectedColumn[], mapping: Mapping): number[] {
  return columns.flatMap(({ own }, position) => (own || mapping[position] != null ? [] : [position]));
}

const filledBy = (field: string): string[] => (field === FULL_NAME ? ["first_name", "last_name"] : [field]);

/** Each name with how often it stood before: a tab is in no name of a column. */
function numbered(names: string[]): string[] {
  return names.map((name, position) => `${names.slice(0, position).filter((other) => other === name).length}\t${name}`);
}

function eachFieldOnce(fields: (string | null)[]): Mapping {
  return fields.reduce<Mapping>((mapping, field) => [...mapping, field !== null && holderOf(mapping, field) === null ? field : null], []);
}
