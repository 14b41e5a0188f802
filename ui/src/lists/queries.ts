/** The lists that people keep: statuses of accounts and of contacts, and roles in accounts. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { ListEntry, ListEntryChanges } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";

export type ListName = "account-statuses" | "account-roles" | "contact-statuses";
export type EntryChange = ListEntryChanges;
export type NewEntry = Pick<ListEntry, "label" | "colour">;

export const listKey = (list: ListName) => ["lists", list] as const;

const PATHS = {
  "account-statuses": ["/api/v1/account-statuses", "/api/v1/account-statuses/{id}"],
  "account-roles": ["/api/v1/account-roles", "/api/v1/account-roles/{id}"],
  "contact-statuses": ["/api/v1/contact-statuses", "/api/v1/contact-statuses/{id}"],
} as const;

/** A list in its order; with it, for statuses of contacts, what contacts have and the list has not. */
export function useList(list: ListName, enabled = true) {
  return useQuery({
    queryKey: listKey(list),
    enabled,
    queryFn: async () => {
      const { items, ...others } = await answer(api.GET(PATHS[list][0]));
      return { items, unlisted: "unlisted" in others ? others.unlisted : [] };
    },
  });
}

export function useCreateEntry(list: ListName) {
  const refresh = useRefresh();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (entry: NewEntry) => answer(api.POST(PATHS[list][0], { body: entry, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: () => {
      key.renew();
      return refresh();
    },
  });
}

export function useChangeEntry(list: ListName, id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: EntryChange) => answer(api.PATCH(PATHS[list][1], { params: { path: { id } }, body: change })),
    onSuccess: refresh,
  });
}

export function useDeleteEntry(list: ListName, id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => done(api.DELETE(PATHS[list][1], { params: { path: { id } } })),
    onSuccess: refresh,
  });
}

/** Entries show up in accounts, in contacts and in the conditions' catalogue. */
function useRefresh() {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all(
      ["lists", "accounts", "contacts", "condition-catalogue"].map((first) => queryClient.invalidateQueries({ queryKey: [first] })),
    );
  };
}
