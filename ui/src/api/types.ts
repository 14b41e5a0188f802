/** The API's schemas under the names that DESIGN gives them. */
import type { components } from "./schema";

export type { Contact, ContactDetail, Field } from "./pendingContacts";

type Schemas = components["schemas"];

export type ContactGroup = Schemas["ContactGroup"];
export type Counts = Schemas["Counts"];
export type Import = Schemas["Import"];
export type ImportState = Schemas["ImportState"];
export type InspectedColumn = Schemas["InspectedColumn"];
export type Inspection = Schemas["Inspection"];
export type NewImport = Schemas["NewImport"];
export type Problem = Schemas["Problem"];
export type ProblemPlace = Schemas["ProblemPlace"];
export type Progress = Schemas["Progress"];
export type Reject = Schemas["Reject"];
export type Segment = Schemas["Segment"];
export type StoredFile = Schemas["StoredFile"];
