import { keepPreviousData, queryOptions, skipToken, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { GroupChanges, GroupDetail, NewGroup } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { LATE_POLL } from "../common/work";

const REBUILD_POLL = 1_000;

/** A page of groups; while one of them is rebuilt, the list is kept up to date. */
export function useGroups(search: string, after?: string, limit = PAGE_SIZE) {
  const query = { search: search || undefined, after, limit };
  return useQuery({
    queryKey: ["groups", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contact-groups", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      if (state.data?.items.some((group) => group.late)) return LATE_POLL;
      return state.data?.items.some((group) => group.state === "rebuilding") ? 2 * REBUILD_POLL : false;
    },
  });
}

export const groupKey = (id: number | null) => ["groups", id] as const;

export const groupQuery = (id: number) =>
  queryOptions({
    queryKey: groupKey(id),
    queryFn: () => answer(api.GET("/api/v1/contact-groups/{id}", { params: { path: { id } } })) as Promise<GroupDetail>,
  });

/** One group; asked for again and again while its members are found anew. */
export function useGroup(id: number | null) {
  const { queryFn } = groupQuery(id ?? 0);
  return useQuery({
    queryKey: groupKey(id),
    queryFn: id === null ? skipToken : queryFn,
    refetchInterval: ({ state }) => (state.data?.late ? LATE_POLL : state.data?.state === "rebuilding" ? REBUILD_POLL : false),
  });
}

/** Creates a contact group, once however often it is pressed. */
export function useCreateGroup() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (group: NewGroup) =>
      answer(api.POST("/api/v1/contact-groups", { body: group, params: { header: key.headers() } })) as Promise<GroupDetail>,
    onError: key.renewIfRefused,
    onSuccess: (group) => keep(queryClient, group),
  });
}

export function useChangeGroup(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: GroupChanges) =>
      answer(api.PATCH("/api/v1/contact-groups/{id}", { params: { path: { id } }, body: change })) as Promise<GroupDetail>,
    onSuccess: (group) => keep(queryClient, group),
  });
}

export function useDeleteGroup(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/contact-groups/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      // Its page is left at once; asking for it again would only find that it is gone.
      queryClient.removeQueries({ queryKey: groupKey(id) });
      await Promise.all(["groups", "contacts"].map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    },
  });
}

/** What the API answered is what there is now; lists may have changed by it. */
async function keep(queryClient: QueryClient, group: GroupDetail) {
  await queryClient.invalidateQueries({ queryKey: ["groups"], refetchType: "none" });
  queryClient.setQueryData(groupKey(group.id), group);
}
