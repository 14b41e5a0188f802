import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { MembershipExplanation } from "../api/types";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { groupKey } from "./queries";

const membersKey = (id: number) => [...groupKey(id), "members"] as const;

/** A page of members, each with the id that a table wants. */
export function useMembers(id: number, search: string, after: string | undefined) {
  const query = { search: search || undefined, after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: [...membersKey(id), "list", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contact-groups/{id}/members", { params: { path: { id }, query }, signal })),
    select: ({ items, next }) => ({ items: items.map((member) => ({ ...member, id: member.contact.id })), next }),
    placeholderData: keepPreviousData,
  });
}

export function useExclusions(id: number, after: string | undefined) {
  const query = { after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: [...membersKey(id), "excluded", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contact-groups/{id}/exclusions", { params: { path: { id }, query }, signal })),
    select: ({ items, next }) => ({ items: items.map((exclusion) => ({ ...exclusion, id: exclusion.contact.id })), next }),
    placeholderData: keepPreviousData,
  });
}

/** Whether and why one contact is in the group. */
export function useMembership(id: number, contactId: number | null) {
  const ask = () =>
    answer(
      api.GET("/api/v1/contact-groups/{id}/members/{contact_id}", { params: { path: { id, contact_id: contactId ?? 0 } } }),
    ) as Promise<MembershipExplanation>;
  return useQuery({ queryKey: [...membersKey(id), "one", contactId], queryFn: contactId === null ? skipToken : ask, staleTime: 0 });
}

export function useGrowth(id: number, days: number) {
  return useQuery({
    queryKey: [...groupKey(id), "growth", days],
    queryFn: () => answer(api.GET("/api/v1/contact-groups/{id}/growth", { params: { path: { id }, query: { days } } })),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  });
}

export type MemberAct = "add" | "remove" | "exclude" | "letIn";

/** What a person can do with one contact in the group. */
export function useMemberAct(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ act, contactId }: { act: MemberAct; contactId: number }) =>
      acts[act]({ params: { path: { id, contact_id: contactId } } }),
    onSuccess: () => Promise.all([["groups"], ["contacts"]].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}

type Where = { params: { path: { id: number; contact_id: number } } };

const acts: Record<MemberAct, (where: Where) => Promise<void>> = {
  add: (where) => done(api.PUT("/api/v1/contact-groups/{id}/members/{contact_id}", where)),
  remove: (where) => done(api.DELETE("/api/v1/contact-groups/{id}/members/{contact_id}", where)),
  exclude: (where) => done(api.PUT("/api/v1/contact-groups/{id}/exclusions/{contact_id}", where)),
  letIn: (where) => done(api.DELETE("/api/v1/contact-groups/{id}/exclusions/{contact_id}", where)),
};
