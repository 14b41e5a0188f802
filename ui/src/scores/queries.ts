import { skipToken, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { NewScore, ScoreChanges, ScoreDetail, ScoreRules } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { LATE_POLL } from "../common/work";

const REBUILD_POLL = 1_000;
const LATEST = 10;

/** All scores; while one of them is rebuilt, the list is kept up to date. */
export function useScores(enabled = true) {
  return useQuery({
    queryKey: ["scores", "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/scores", { signal })),
    refetchInterval: ({ state }) => {
      if (state.data?.items.some((score) => score.late)) return LATE_POLL;
      return state.data?.items.some((score) => score.state === "rebuilding") ? 2 * REBUILD_POLL : false;
    },
    enabled,
  });
}

export const scoreKey = (id: number | null) => ["scores", id] as const;

/** One score; asked for again and again while it is rebuilt. */
export function useScore(id: number | null) {
  const ask = () => answer(api.GET("/api/v1/scores/{id}", { params: { path: { id: id ?? 0 } } })) as Promise<ScoreDetail>;
  return useQuery({
    queryKey: scoreKey(id),
    queryFn: id === null ? skipToken : ask,
    refetchInterval: ({ state }) => (state.data?.late ? LATE_POLL : state.data?.state === "rebuilding" ? REBUILD_POLL : false),
  });
}

export function useDistribution(id: number) {
  return useQuery({
    queryKey: [...scoreKey(id), "distribution"],
    queryFn: () => answer(api.GET("/api/v1/scores/{id}/distribution", { params: { path: { id } } })),
  });
}

export function useTopContacts(id: number) {
  return useQuery({
    queryKey: [...scoreKey(id), "contacts"],
    queryFn: () => answer(api.GET("/api/v1/scores/{id}/contacts", { params: { path: { id }, query: { limit: LATEST } } })),
    select: ({ items }) => items,
  });
}

export function useCrossings(id: number) {
  return useQuery({
    queryKey: [...scoreKey(id), "crossings"],
    queryFn: () => answer(api.GET("/api/v1/scores/{id}/crossings", { params: { path: { id }, query: { limit: LATEST } } })),
    select: ({ items }) => items,
  });
}

/** Creates a score, once however often it is pressed. */
export function useCreateScore() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (score: NewScore) =>
      answer(api.POST("/api/v1/scores", { body: score, params: { header: key.headers() } })) as Promise<ScoreDetail>,
    onError: key.renewIfRefused,
    onSuccess: (score) => keep(queryClient, score),
  });
}

export function useChangeScore(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changes: ScoreChanges) =>
      answer(api.PATCH("/api/v1/scores/{id}", { params: { path: { id } }, body: changes })) as Promise<ScoreDetail>,
    onSuccess: async (score) => {
      await keep(queryClient, score);
      // How many reached the limit hangs on the limit.
      await queryClient.invalidateQueries({ queryKey: [...scoreKey(id), "distribution"] });
    },
  });
}

export function useDeleteScore(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/scores/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      // Its page is left at once; asking for it again would only find that it is gone.
      queryClient.removeQueries({ queryKey: scoreKey(id) });
      await queryClient.invalidateQueries({ queryKey: ["scores"], refetchType: "none" });
    },
  });
}

/** What rules would give beside what contacts have. */
export function usePreviewRules(id: number) {
  return useMutation({
    mutationFn: (draft: ScoreRules) => answer(api.POST("/api/v1/scores/{id}/preview", { params: { path: { id } }, body: draft })),
  });
}

export function useSaveDraft(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: ScoreRules & { before: ScoreRules }) =>
      answer(api.PUT("/api/v1/scores/{id}/draft", { params: { path: { id } }, body: draft })) as Promise<ScoreDetail>,
    onSuccess: (score) => keep(queryClient, score),
  });
}

/** Lets the draft count. */
export function usePublish(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/scores/{id}/publish", { params: { path: { id } } })) as Promise<ScoreDetail>,
    onSuccess: (score) => keep(queryClient, score),
  });
}

/** What the API answered is what there is now; lists may have changed by it. */
async function keep(queryClient: QueryClient, score: ScoreDetail) {
  await queryClient.invalidateQueries({ queryKey: ["scores"], refetchType: "none" });
  queryClient.setQueryData(scoreKey(score.id), score);
}
