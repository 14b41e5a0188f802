/** What the endpoints of `pending.ts` give, typed by hand until openapi.json tells. */
import type { Contact, ContactGroup as OldContactGroup, Import } from "./types";

export interface ConditionNode {
  /** Only the page's: ignored by the API. */
  id?: string;
  combinator: "and" | "or";
  not?: boolean;
  rules: ConditionPart[];
}

export interface ConditionRule {
  id?: string;
  field: string;
  operator: string;
  value: unknown;
}

export type ConditionPart = ConditionNode | ConditionRule;

export type ConditionInput =
  | "none" | "text" | "texts" | "number" | "numbers" | "date" | "dates" | "moment" | "moments"
  | "interval" | "days" | "choice" | "choice_list" | "groups" | "import" | "activity" | "percent";

export interface ConditionOperator {
  name: string;
  label: string;
  input: ConditionInput;
}

export interface ConditionSubject {
  name: string;
  label: string;
  section: string;
  operators: ConditionOperator[];
  choices: string[];
}

export interface ConditionCatalogue {
  subjects: ConditionSubject[];
}

export interface ConditionPreview {
  count: number;
  sample: Contact[];
}

export type ExplainedRule = ConditionRule & { holds: boolean };
export type ExplainedNode = Omit<ConditionNode, "rules"> & { holds: boolean; rules: ExplainedPart[] };
export type ExplainedPart = ExplainedNode | ExplainedRule;

export type MemberReason = "manual" | "condition" | "account" | "import";

export interface ContactGroup extends OldContactGroup {
  description?: string | null;
  has_condition: boolean;
  state: "ready" | "rebuilding";
}

export interface GroupDetail extends ContactGroup {
  condition?: ConditionNode | null;
  /** All contacts in the base. */
  contacts: number;
  excluded: number;
  progress?: { done: number; total?: number | null } | null;
  used_by: { id: number; name: string }[];
}

export interface Member {
  contact: Contact;
  reasons: MemberReason[];
  since: string;
}

export interface Exclusion {
  contact: Contact;
  since: string;
}

export interface Membership {
  member: boolean;
  excluded: boolean;
  reasons: MemberReason[];
  condition?: ExplainedNode | null;
}

export interface GrowthDay {
  day: string;
  members: number;
  entered: number;
  left: number;
}

export interface ImportEffect {
  group: { id: number; name: string };
  entered: number;
  left: number;
}

export type ImportWithEffects = Import & { effects?: ImportEffect[] };

export interface GroupChange {
  name?: string;
  description?: string | null;
  condition?: ConditionNode | null;
}
