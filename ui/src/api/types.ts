/** The API's schemas under the names that DESIGN gives them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountChanges = Schemas["AccountChanges"];
export type AccountContact = Schemas["AccountContact"];
export type AccountDetail = Schemas["AccountDetail"];
export type AccountStatus = Schemas["AccountStatus"];
export type Activity = Schemas["Activity"];
export type ActivityType = Schemas["ActivityType"];
export type ConditionCatalogue = Schemas["ConditionCatalogue"];
export type ConditionInput = ConditionOperator["input"];
export type ConditionOperator = Schemas["ConditionOperator"];
export type ConditionPreview = Schemas["ConditionPreview"];
export type ConditionSubject = Schemas["ConditionSubject"];
export type Contact = Schemas["Contact"];
export type ContactAccount = Schemas["ContactAccount"];
export type ContactChange = Schemas["ContactChange"];
export type ContactDetail = Schemas["ContactDetail"];
export type ContactGroup = Schemas["ContactGroup"];
export type ContactMembership = Schemas["ContactMembership"];
export type Counts = Schemas["Counts"];
export type DuplicateList = Schemas["DuplicateList"];
export type DuplicatePair = Schemas["DuplicatePair"];
export type ErasurePreview = Schemas["ErasurePreview"];
export type Field = Schemas["Field"];
export type FieldKind = Field["kind"];
export type FieldUsage = Schemas["FieldUsage"];
export type GroupDay = Schemas["GroupDay"];
export type GroupRef = Schemas["GroupRef"];
export type Import = Schemas["Import"];
export type ImportEffect = Schemas["ImportEffect"];
export type ImportState = Schemas["ImportState"];
export type InactivityPolicy = Schemas["InactivityPolicy"];
export type InspectedColumn = Schemas["InspectedColumn"];
export type Inspection = Schemas["Inspection"];
export type Likeness = Schemas["Likeness"];
export type ListEntry = Schemas["ListEntry"];
export type LoggedActivity = Schemas["LoggedActivity"];
export type ManualActivity = Schemas["ManualActivity"];
export type MassAction = Schemas["MassAction"];
export type MassActionKind = Schemas["Action"];
/** What is done about contacts in a dialog; an export needs none. */
export type MassDialogKind = Exclude<MassActionKind["kind"], "export">;
export type MassSelection = Schemas["Selection"];
export type Member = Schemas["Member"];
export type MemberReason = Schemas["MemberReason"];
export type NewAccount = Schemas["NewAccount"];
export type NewField = Required<Schemas["NewField"]>;
export type NewImport = Schemas["NewImport"];
export type Merge = Schemas["Merge"];
export type NewMerge = Schemas["NewMerge"];
export type Note = Schemas["Note"];
export type Problem = Schemas["Problem"];
export type ProblemPlace = Schemas["ProblemPlace"];
export type Progress = Schemas["Progress"];
export type ActivityImport = Schemas["ActivityImport"];
export type Reject = Schemas["Reject"];
export type Segment = Schemas["Segment"];
export type StoredFile = Schemas["StoredFile"];

// openapi.json leaves conditions open; here they are what the API's own descriptions say.

type Narrow<T, Narrower> = Omit<T, keyof Narrower> & Narrower;

export type ConditionNode = {
  /** Only the page's: ignored by the API. */
  id?: string;
  combinator: "and" | "or";
  not?: boolean;
  rules: ConditionPart[];
};
export type ConditionRule = {
  id?: string;
  field: string;
  operator: string;
  value: unknown;
};
export type ConditionPart = ConditionNode | ConditionRule;

export type ExplainedRule = ConditionRule & { holds: boolean };
export type ExplainedNode = Narrow<ConditionNode, { holds: boolean; rules: ExplainedPart[] }>;
export type ExplainedPart = ExplainedNode | ExplainedRule;

type Conditional<T> = Narrow<T, { condition?: ConditionNode | null }>;

export type GroupDetail = Conditional<Schemas["ContactGroupDetail"]>;
export type NewGroup = Conditional<Schemas["NewContactGroup"]>;
export type GroupChanges = Conditional<Schemas["ContactGroupChanges"]>;
export type MembershipExplanation = Narrow<Schemas["MembershipExplanation"], { condition?: ExplainedNode | null }>;

/** Which contacts: all, or those that match every one of these. */
export type Matching = { search?: string; group_id?: number; condition?: ConditionNode };
