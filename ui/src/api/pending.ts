/** Endpoints that openapi.json does not tell yet, typed by hand in its shape. Once it tells them, `pending.GET` becomes
 *  `api.GET`, the types below are named in `types.ts`, and this file goes. */
import createClient from "openapi-fetch";
import { reachableFetch } from "./client";
import type {
  ConditionCatalogue, ConditionNode, ConditionPreview, ContactGroup, Exclusion, GroupChange, GroupDetail, GrowthDay, Member, Membership,
} from "./pendingTypes";

export const pending = createClient<PendingPaths>({ baseUrl: window.location.origin, fetch: reachableFetch });

interface List<T> { items: T[]; next?: string | null }
interface Page { search?: string; after?: string; limit?: number }
interface Preview { condition: ConditionNode; search?: string; group_id?: number }

interface Answer<Result> { headers: Record<string, unknown>; content: { "application/json": Result } }
interface Nothing { headers: Record<string, unknown>; content?: never }
type Operation<Result, Path, Query, Body> = {
  parameters: { query?: Query; header?: { "Idempotency-Key"?: string | null }; cookie?: never } & ([Path] extends [never] ? { path?: never } : { path: Path });
  responses: [Result] extends [never] ? { 204: Nothing } : { 200: Answer<Result> };
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } });

type Get<Result, Path = never, Query = never> = { get: Operation<Result, Path, Query, never> };
type Post<Body, Result> = { post: Operation<Result, never, never, Body> };
type Patch<Body, Result, Path> = { patch: Operation<Result, Path, never, Body> };
type Put<Path> = { put: Operation<never, Path, never, never> };
type Delete<Path> = { delete: Operation<never, Path, never, never> };

interface ById { id: number }
interface ByContact { id: number; contact_id: number }

interface PendingPaths {
  "/api/v1/condition-catalogue": Get<ConditionCatalogue>;
  "/api/v1/conditions/preview": Post<Preview, ConditionPreview>;
  "/api/v1/contact-groups": Get<List<ContactGroup>, never, Page> & Post<GroupChange & { name: string }, GroupDetail>;
  "/api/v1/contact-groups/{id}": Get<GroupDetail, ById> & Patch<GroupChange, GroupDetail, ById> & Delete<ById>;
  "/api/v1/contact-groups/{id}/members": Get<List<Member>, ById, Page>;
  "/api/v1/contact-groups/{id}/members/{contact_id}": Get<Membership, ByContact> & Put<ByContact> & Delete<ByContact>;
  "/api/v1/contact-groups/{id}/exclusions": Get<List<Exclusion>, ById, Page>;
  "/api/v1/contact-groups/{id}/exclusions/{contact_id}": Put<ByContact> & Delete<ByContact>;
  "/api/v1/contact-groups/{id}/growth": Get<List<GrowthDay>, ById, { days?: number }>;
}
