import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, done } from "../api/client";
import type { NewMerge } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { POLL_EVERY, isOver } from "../common/work";
import { contactKey } from "../contacts/queries";

const LIST = ["duplicates", "list"];

/** A page of pairs, asked for again while a search is under way. */
export function useDuplicates(after: string | undefined) {
  const query = { after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: [...LIST, query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/duplicates", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.searching ? POLL_EVERY : false),
  });
}

export function useStartSearch() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/duplicate-searches")),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: LIST }),
  });
}

/** A search that was started here, asked for until it is over; then so are the pairs. */
export function useDuplicateSearch(id: number | undefined) {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ["duplicates", "search", id],
    queryFn: () => answer(api.GET("/api/v1/duplicate-searches/{id}", { params: { path: { id: id ?? 0 } } })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : POLL_EVERY),
  });
  const over = isOver(query.data);
  useEffect(() => {
    if (over) void queryClient.invalidateQueries({ queryKey: LIST });
  }, [over, queryClient]);
  return query;
}

/** Two contacts are not one person: they are not suggested again. */
export function useDismiss(contactId: number, otherId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      done(api.DELETE("/api/v1/duplicates/{contact_id}/{other_id}", { params: { path: { contact_id: contactId, other_id: otherId } } })),
    onSuccess: async () => {
      const stale = [LIST, duplicatesKey(contactId), duplicatesKey(otherId)];
      await Promise.all(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}

const duplicatesKey = (id: number) => [...contactKey(id), "duplicates"];

/** The contacts that may be the same person as this one. */
export function useContactDuplicates(id: number) {
  return useQuery({
    queryKey: duplicatesKey(id),
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}/duplicates", { params: { path: { id } } })),
    select: ({ items }) => items,
  });
}

/** The merges of a contact that can be undone. */
export function useMerges(id: number) {
  return useQuery({
    queryKey: [...contactKey(id), "merges"],
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}/merges", { params: { path: { id } } })),
    select: ({ items }) => items,
  });
}

const CHANGED = ["contacts", "groups", "activities", "accounts", "duplicates"];

export function useMerge(id: number) {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: NewMerge) =>
      answer(api.POST("/api/v1/contacts/{id}/merges", { params: { path: { id }, header: key.headers() }, body })),
    onError: key.renewIfRefused,
    // The page of the two is left at once; asking for the other again would only find that it is gone.
    onSuccess: async () => {
      key.renew();
      await Promise.all(CHANGED.map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    },
  });
}

export function useUndoMerge(id: number, mergeId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/contacts/{id}/merges/{merge_id}", { params: { path: { id, merge_id: mergeId } } })),
    onSuccess: async () => {
      await Promise.all(CHANGED.map((first) => queryClient.invalidateQueries({ queryKey: [first] })));
    },
  });
}
