import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { ActivityType, ActivityTypeChange, ManualActivity } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";

export type NewType = Pick<ActivityType, "label" | "manual" | "colour">;

const TYPES = ["activity-types"];

export function useActivityTypes() {
  return useQuery({
    queryKey: TYPES,
    queryFn: () => answer(api.GET("/api/v1/activity-types")),
    select: (list) => list.items,
    staleTime: 60_000,
  });
}

export function useCreateType() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (type: NewType) => answer(api.POST("/api/v1/activity-types", { body: type, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TYPES }),
  });
}

export function useChangeType(name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: ActivityTypeChange) =>
      answer(api.PATCH("/api/v1/activity-types/{name}", { params: { path: { name } }, body: change })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: TYPES }),
  });
}

export function useDeleteType(name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/activity-types/{name}", { params: { path: { name } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TYPES }),
  });
}

/** A page of what all contacts did, the latest first. */
export function useActivities(type: string, after: string | undefined) {
  const query = { type: type || undefined, after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: ["activities", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/activities", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What one contact did, the latest first, as far as it was asked for. */
export function useContactActivities(id: number, type: string) {
  return useInfiniteQuery({
    queryKey: ["contacts", id, "activities", type],
    queryFn: ({ pageParam, signal }) => {
      const query = { type: type || undefined, after: pageParam, limit: 10 };
      return answer(api.GET("/api/v1/contacts/{id}/activities", { params: { path: { id }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useAddActivity(id: number) {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (activity: ManualActivity) =>
      answer(api.POST("/api/v1/contacts/{id}/activities", { params: { path: { id }, header: key.headers() }, body: activity })),
    onError: key.renewIfRefused,
    onSuccess: async () => {
      key.renew();
      await Promise.all([["contacts", id], ["activities"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}
