/** The API's schemas under the names that DESIGN gives them. */
import type { ConditionNode, ExplainedNode, Narrow, PointActivity, PointRule } from "./ruleTypes";
import type { components } from "./schema";

export type * from "./ruleTypes";
export type {
  Counts,
  DryRun,
  Import,
  InspectedColumn,
  Inspection,
  NewImport,
  ReasonCount,
  Reasons,
  Reject,
  Unfit,
  UnfitRule,
} from "./importTypes";

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
export type ContactWithPoints = Schemas["ContactWithPoints"];
export type ContactAccount = Schemas["ContactAccount"];
export type ContactChange = Schemas["ContactChange"];
export type ContactDetail = Schemas["ContactDetail"];
export type ContactGroup = Schemas["ContactGroup"];
export type ContactMembership = Schemas["ContactMembership"];
export type DuplicateList = Schemas["DuplicateList"];
export type DuplicatePair = Schemas["DuplicatePair"];
export type ErasurePreview = Schemas["ErasurePreview"];
export type Field = Schemas["Field"];
export type FieldKind = Field["kind"];
export type FieldUsage = Schemas["FieldUsage"];
export type GroupDay = Schemas["GroupDay"];
export type GroupRef = Schemas["GroupRef"];
export type ImportEffects = Schemas["ImportEffects"];
export type ImportState = Schemas["ImportState"];
export type InactivityPolicy = Schemas["InactivityPolicy"];
export type Likeness = Schemas["Likeness"];
export type ListEntry = Schemas["ListEntry"];
export type LoggedActivity = Schemas["LoggedActivity"];
export type ManualActivity = Schemas["ManualActivity"];
export type MassAction = Schemas["MassAction"];
export type MassActionKind = Schemas["Action"];
/** What is done about contacts in a dialog; an export needs none. */
export type MassDialogKind = Exclude<MassActionKind["kind"], "export" | "replace_values">;
export type MassSelection = Schemas["Selection"];
export type Member = Schemas["Member"];
export type MemberReason = Schemas["MemberReason"];
export type NewAccount = Schemas["NewAccount"];
export type NewField = Required<Schemas["NewField"]>;
export type FieldChanges = Schemas["FieldChanges"];
export type Merge = Schemas["Merge"];
export type NewMerge = Schemas["NewMerge"];
export type Note = Schemas["Note"];
export type Persona = Schemas["Persona"];
export type PersonaChanges = Schemas["PersonaChanges"];
export type PersonaDay = Schemas["PersonaDay"];
export type PersonaList = Schemas["PersonaList"];
export type PersonaPreview = Schemas["PersonaPreview"];
export type PersonaShares = Schemas["PersonaShares"];
export type Problem = Schemas["Problem"];
export type ProblemPlace = Schemas["ProblemPlace"];
export type Progress = Schemas["Progress"];
export type ActivityImport = Schemas["ActivityImport"];
export type Late = Schemas["Late"];
export type RebuildProgress = Schemas["RebuildProgress"];
export type Segment = Schemas["Segment"];
export type ListEntryChanges = Schemas["ListEntryChanges"];
export type ActivityTypeChange = Schemas["ActivityTypeChange"];
export type ScoreBar = Schemas["ScoreBar"];
export type ScoreChanges = Schemas["ScoreChanges"];
export type ScoreCrossing = Schemas["ScoreCrossing"];
export type ScoreDistribution = Schemas["ScoreDistribution"];
export type ScorePreview = Schemas["ScorePreview"];
export type ScoredContact = Schemas["ScoredContact"];
export type Score = Schemas["Score"];
export type StoredFile = Schemas["StoredFile"];
export type UserKind = Schemas["UserKind"];
export type UserRef = Schemas["UserRef"];

type Conditional<T> = Narrow<T, { condition?: ConditionNode | null }>;

export type GroupDetail = Conditional<Schemas["ContactGroupDetail"]>;
export type NewGroup = Conditional<Schemas["NewContactGroup"]>;
export type GroupChanges = Conditional<Schemas["ContactGroupChanges"]>;
export type MembershipExplanation = Narrow<Schemas["MembershipExplanation"], { condition?: ExplainedNode | null }>;

export type NewInactivityPolicy = Schemas["NewInactivityPolicy"];
export type NewScoreNotification = Schemas["NewScoreNotification"];
export type ScoreNotice = Schemas["ScoreNotice"];
export type ScoreNotification = Schemas["ScoreNotification"];
export type ScoreDetail = Narrow<Schemas["ScoreDetail"], { rules: PointRule[]; draft?: PointRule[] | null }>;
export type NewScore = Narrow<Schemas["NewScore"], { rules?: PointRule[] | null }>;

/** Which contacts: all, or those that match every one of these. */
export type Matching = { search?: string; group_id?: number; condition?: ConditionNode };

/** What is worked on as a draft: the rules of a score, or of a persona with its threshold. */
export type DraftedRules = ScoreRules | PersonaRules;
export type ScoreRules = { rules: PointRule[]; threshold?: undefined };
export type PersonaRules = { rules: PointRule[]; threshold: number };
export type PersonaDetail = Narrow<Schemas["PersonaDetail"], { rules: PointRule[]; draft?: PersonaRules | null }>;
export type NewPersona = Schemas["NewPersona"];

/** What a rule gives a contact; about a condition with what is true of the contact, or an activity. */
export type EarnedRule = Narrow<Schemas["ExplainedRule"], { kind: PointRule["kind"]; about: ExplainedNode | PointActivity }>;
export type ContactPoints = Narrow<Schemas["ContactPoints"], { scores: EarnedScore[]; personas: EarnedPersona[] }>;
export type EarnedScore = Narrow<Schemas["ExplainedScore"], { rules: EarnedRule[] }>;
export type EarnedPersona = Narrow<Schemas["ExplainedPersona"], { rules: EarnedRule[] }>;
