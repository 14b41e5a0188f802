/** What the wizard and the API say to each other, as far as the page reads it. */
import type { components } from "./schema";

type Schemas = components["schemas"];

type FieldKind = Schemas["Field"]["kind"];

/** What becomes of a value that does not fit its field: it is left out, or its row is not imported. */
export type UnfitRule = "leave" | "reject";

/** The values of a column that do not fit the field it goes into, as far as the head of the file tells. */
export type Unfit = { count: number; of: number; example: string; reason: string };

export type InspectedColumn = Pick<Schemas["InspectedColumn"], "name" | "samples" | "own" | "field" | "why"> & {
  /** What a field made for the column would hold. */
  guess?: FieldKind | null;
  full_name?: boolean;
  /** The column that tells which field this one goes into, row by row. */
  label_column?: number | null;
  unfit?: Unfit | null;
};

export type Inspection = Omit<Schemas["Inspection"], "columns" | "encodings"> & {
  columns: InspectedColumn[];
  /** What the file can be read as. */
  encodings?: { name: string; label: string }[];
};

export type NewImport = Omit<Schemas["NewImport"], "mapping" | "encoding" | "delimiter" | "unfit"> & {
  mapping: { column: number; field: string; label_column?: number; unfit?: UnfitRule }[];
  encoding?: string;
  delimiter?: string;
  unfit?: UnfitRule;
};

/** How the rows ended, and how many single values were left out beside that. */
export type Counts = Omit<Schemas["Counts"], "left_out"> & { left_out?: number };

type Column = { name: string; field?: string | null };

export type Import = Omit<Schemas["Import"], "counts" | "columns" | "unfit" | "encoding" | "delimiter"> & {
  counts: Counts;
  columns: Column[];
};

export type DryRun = Omit<Schemas["DryRun"], "counts" | "rejects" | "columns"> & { counts: Counts; rejects: Reject[]; columns: Column[] };

/** A row that was not imported, or whose values were not all. */
export type Reject = Omit<Schemas["Reject"], "outcome" | "values"> & {
  outcome?: "not_imported" | "left_out";
  values?: LeftOutValue[];
};

/** A value that was left out. `column` is the column's place in the file, `name` its name; the value is null when nothing of the row is kept. */
export type LeftOutValue = { column: number; name: string; value?: string | null; code: string; reason: string; remedy: string };

/** How often something was the reason, and the label of the field that it is about. */
export type ReasonCount = { code: string; reason: string; field?: string | null; count: number };

export type Reasons = { not_imported: ReasonCount[]; left_out: ReasonCount[] };
