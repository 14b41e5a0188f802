/** Which column goes into which field. A mapping holds a field, or nothing, for each column of the file in order;
 *  no field stands in it twice. */
import type { Import, InspectedColumn, NewImport } from "../../api/types";

export type Mapping = readonly (string | null)[];

/** The field that must be mapped: contacts are found by it. */
export const IDENTITY = "email";

/** What the reader recognised. Where it saw one field twice, the first column keeps it. */
export function recognisedMapping(columns: InspectedColumn[]): Mapping {
  return eachFieldOnce(columns.map((column) => (column.own ? null : (column.field ?? null))));
}

/** The mapping of an earlier import, found by the names of the columns; new columns as recognised. */
export function rememberedMapping(columns: InspectedColumn[], earlier: Pick<Import, "columns">): Mapping {
  const remembered = new Map(earlier.columns.map(({ name, field }) => [name, field ?? null]));
  const fields = columns.map((column) => {
    if (column.own) return null;
    return remembered.has(column.name) ? (remembered.get(column.name) ?? null) : (column.field ?? null);
  });
  return eachFieldOnce(fields);
}

/** The mapping with one column changed. A field that another column holds stays there. */
export function assign(mapping: Mapping, column: number, field: string | null): Mapping {
  if (field !== null && holderOf(mapping, field) !== null) return mapping;
  return mapping.map((old, position) => (position === column ? field : old));
}

/** The column that holds a field. */
export function holderOf(mapping: Mapping, field: string): number | null {
  const position = mapping.indexOf(field);
  return position < 0 ? null : position;
}

export function isIdentityMapped(mapping: Mapping): boolean {
  return mapping.includes(IDENTITY);
}

/** As the API takes it. */
export function toMappedColumns(mapping: Mapping): NewImport["mapping"] {
  return mapping.flatMap((field, column) => (field === null ? [] : [{ column, field }]));
}

function eachFieldOnce(fields: (string | null)[]): Mapping {
  return fields.map((field, position) => (field !== null && fields.indexOf(field) < position ? null : field));
}
