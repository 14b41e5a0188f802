/** Endpoints that the committed openapi.json does not describe yet, written by hand in the shape of `schema.d.ts`.
 *  When it does: `pending` becomes `api`, the types go to `types.ts`, and this file goes. */
import createClient from "openapi-fetch";
import { reachableFetch } from "./client";
import type { ConditionNode } from "./pendingTypes";
import type { components } from "./schema";

type Schemas = components["schemas"];
type Values = Record<string, string | null>;

export type FieldKind = "email" | "text" | "long_text" | "phone" | "url" | "date" | "date_time" | "number" | "decimal" | "yes_no" | "choice" | "choices" | "country";
export type Field = Omit<Schemas["Field"], "kind"> & { kind: FieldKind; custom: boolean };
export interface NewField { label: string; kind: FieldKind; choices: string[] }
export interface FieldUsage { contacts: number; groups: GroupRef[]; imports: number[] }

export interface GroupRef { id: number; name: string }
export type Contact = Schemas["Contact"];
export type Membership = Schemas["ContactMembership"] & { excluded?: boolean };
export type ContactChange = Schemas["ContactChange"] & { origin: "import" | "user" | "mass_action" };
export type ContactDetail = Contact & { groups: Membership[]; history: ContactChange[] };
export interface Note { id: number; text: string; created_at: string; changed_at: string }

/** Which contacts: all, or those that match every one of these. */
export interface Matching { search?: string; group_id?: number; condition?: ConditionNode }
export type MassSelection = { ids: number[] } | Matching;
export type MassActionKind =
  | { kind: "add_to_group"; group_id: number }
  | { kind: "remove_from_group"; group_id: number }
  | { kind: "set_field"; field: string; value: string | null }
  | { kind: "delete" };
export interface MassAction {
  id: number;
  action: MassActionKind;
  state: "queued" | "running" | "finished" | "failed";
  done: number;
  /** Null as long as it is not known. */
  total: number | null;
  changed: number;
  skipped: number;
  failure: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface ActivityType { id: number; name: string; label: string; builtin: boolean; enabled: boolean; manual: boolean; colour: string }
export interface NewActivity {
  type: string;
  at?: string;
  item?: string;
  value?: string;
  url?: string;
  title?: string;
  comment?: string;
}
export interface Activity {
  id: number;
  contact_id: number;
  type: string;
  at: string;
  item?: string | null;
  value?: string | null;
  url?: string | null;
  referrer?: string | null;
  title?: string | null;
  comment?: string | null;
  campaign?: string | null;
  utm_source?: string | null;
  utm_medium?: string | null;
  utm_content?: string | null;
  culture?: string | null;
}
export type LoggedActivity = Activity & { contact: { id: number; email: string; name: string | null } };

interface Page { after?: string; limit?: number }
interface List<T> { items: T[]; next?: string | null }
interface ContactQuery { search?: string; group_id?: number; condition?: string }

interface Answer<Result> { headers: Record<string, unknown>; content: { "application/json": Result } }
interface Nothing { headers: Record<string, unknown>; content?: never }
type Operation<Result, Path, Query, Body> = {
  parameters: { query?: Query; header?: { "Idempotency-Key"?: string | null }; cookie?: never } & ([Path] extends [never] ? { path?: never } : { path: Path });
  responses: [Result] extends [never] ? { 204: Nothing } : { 200: Answer<Result> };
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } });

type Get<Result, Path = never, Query = never> = { get: Operation<Result, Path, Query, never> };
type Post<Body, Result, Path = never> = { post: Operation<Result, Path, never, Body> };
type Patch<Body, Result, Path> = { patch: Operation<Result, Path, never, Body> };
type Put<Path> = { put: Operation<never, Path, never, never> };
type Delete<Path> = { delete: Operation<never, Path, never, never> };

interface ById { id: number }
interface ByName { name: string }
interface ByMember { id: number; contact_id: number }
interface ByNote { id: number; note_id: number }

export interface PendingPaths {
  "/api/v1/fields": Get<List<Field>> & Post<NewField, Field>;
  "/api/v1/fields/{name}": Patch<{ label?: string; choices?: string[] }, Field, ByName> & Delete<ByName>;
  "/api/v1/fields/{name}/usage": Get<FieldUsage, ByName>;
  "/api/v1/contacts": Get<List<Contact>, never, Page & ContactQuery & { sort?: string }> & Post<{ email: string; fields: Values }, ContactDetail>;
  "/api/v1/contacts/count": Get<{ count: number }, never, ContactQuery>;
  "/api/v1/contacts/{id}": Get<ContactDetail, ById> & Patch<{ email?: string; fields?: Values }, ContactDetail, ById> & Delete<ById>;
  "/api/v1/contacts/{id}/notes": Get<List<Note>, ById> & Post<{ text: string }, Note, ById>;
  "/api/v1/contacts/{id}/notes/{note_id}": Patch<{ text: string }, never, ByNote> & Delete<ByNote>;
  "/api/v1/contacts/{id}/activities": Get<List<Activity>, ById, Page & { type?: string }> & Post<NewActivity, Activity, ById>;
  "/api/v1/contact-groups/{id}/members/{contact_id}": Put<ByMember> & Delete<ByMember>;
  "/api/v1/contact-groups/{id}/exclusions/{contact_id}": Put<ByMember> & Delete<ByMember>;
  "/api/v1/mass-actions": Post<{ selection: MassSelection; action: MassActionKind }, MassAction>;
  "/api/v1/mass-actions/{id}": Get<MassAction, ById>;
  "/api/v1/activities": Get<List<LoggedActivity>, never, Page & { type?: string }>;
  "/api/v1/activity-types": Get<List<ActivityType>> & Post<{ label: string; manual: boolean; colour: string }, ActivityType>;
  "/api/v1/activity-types/{name}": Patch<Partial<Pick<ActivityType, "label" | "enabled" | "manual" | "colour">>, ActivityType, ByName> & Delete<ByName>;
}

export const pending = createClient<PendingPaths>({ baseUrl: window.location.origin, fetch: reachableFetch });
