import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { NewScoreNotification } from "../api/types";
import { scoreKey } from "./queries";

const POLL = 5_000;

const keyOf = (id: number) => [...scoreKey(id), "notification"] as const;

/** Whom a score tells; asked for again as long as something is still to be told. */
export function useNotification(id: number) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => answer(api.GET("/api/v1/scores/{id}/notification", { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      state.data?.notices.some(({ state: one }) => one === "waiting" || one === "tried_again") ? POLL : false,
  });
}

export function useSetNotification(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewScoreNotification) => answer(api.PUT("/api/v1/scores/{id}/notification", { params: { path: { id } }, body })),
    onSuccess: (told) => {
      queryClient.setQueryData(keyOf(id), told);
    },
  });
}

export function useTestNotification(id: number) {
  return useMutation({ mutationFn: () => answer(api.POST("/api/v1/scores/{id}/notification/test", { params: { path: { id } } })) });
}
