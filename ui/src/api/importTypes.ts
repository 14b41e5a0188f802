/** What the wizard and the API say to each other. What openapi.json leaves out is said here. */
import type { components } from "./schema";

type Schemas = components["schemas"];

type FieldKind = Schemas["Field"]["kind"];

/** What becomes of a value that does not fit its field: it is left out, or its row is not imported. */
export type UnfitRule = "leave" | "reject";

/** The values of a column that do not fit the field it goes into, as far as the head of the file tells. */
export type Unfit = { count: number; of: number; example: string; reason: string };

export type InspectedColumn = Schemas["InspectedColumn"] & {
  /** What a field made for the column would hold. */
  guess?: FieldKind | null;
  full_name?: boolean;
  /** The column that tells which field this one goes into, row by row. */
  label_column?: number | null;
  unfit?: Unfit | null;
};

export type Inspection = Omit<Schemas["Inspection"], "columns"> & {
  columns: InspectedColumn[];
  /** What the file can be read as. */
  encodings?: { name: string; label: string }[];
};

export type NewImport = Omit<Schemas["NewImport"], "mapping"> & {
  mapping: (Schemas["NewImportColumn"] & { label_column?: number; unfit?: UnfitRule })[];
  encoding?: string;
  delimiter?: string;
  unfit?: UnfitRule;
};

/** How the rows ended, and how many single values were left out beside that. */
export type Counts = Schemas["Counts"] & { left_out?: number };

export type Import = Omit<Schemas["Import"], "counts"> & { counts: Counts };

export type DryRun = Omit<Schemas["DryRun"], "counts" | "rejects"> & { counts: Counts; rejects: Reject[] };

/** A row that was not imported, or whose values were not all. */
export type Reject = Schemas["Reject"] & {
  outcome?: "not_imported" | "left_out";
  values?: LeftOutValue[];
};

/** A value that was left out. `column` is the column's place in the file, `name` its name. */
export type LeftOutValue = { column: number; name: string; value: string; code: string; reason: string; remedy: string };

/** How often something was the reason. */
export type ReasonCount = { code: string; reason: string; field?: string | null; count: number };

export type Reasons = { not_imported: ReasonCount[]; left_out: ReasonCount[] };
