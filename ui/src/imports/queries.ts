import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done, getJson } from "../api/client";
import type { Import, Reasons, Reject } from "../api/types";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { isOver } from "../common/work";

export const importKey = (id: number | null) => ["imports", id] as const;

/** One import; asked for again and again when `poll` says so. */
export function useImport(id: number | null, poll: number | false = false) {
  return useQuery({
    queryKey: importKey(id),
    queryFn: () => answer(api.GET("/api/v1/imports/{id}", { params: { path: { id: id ?? 0 } } })) as Promise<Import>,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : poll),
    enabled: id !== null,
  });
}

/** Stops an import that waits or runs. */
export function useCancelImport(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/imports/{id}", { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: importKey(id) }),
  });
}

/** A page of imports; while one of them runs, its row is kept up to date. */
export function useImports(after: string | undefined) {
  const query = { after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: ["imports", "list", query],
    queryFn: () => answer(api.GET("/api/v1/imports", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((it) => !isOver(it)) ? 2_000 : false),
  });
}

/** The first rows that were not imported, and behind them the first of which values were left out. */
export function useFirstRejects(id: number, limit: number) {
  return useQuery({
    queryKey: ["imports", id, "rejects", limit],
    queryFn: async () => {
      const first = (outcome: Reject["outcome"]) =>
        answer(api.GET("/api/v1/imports/{id}/rejects", { params: { path: { id }, query: { limit, outcome } } }));
      const [whole, parts] = await Promise.all([first("not_imported"), first("left_out")]);
      return { items: [...whole.items, ...parts.items] as Reject[] };
    },
  });
}

/** Why rows and values stayed behind, and how often. */
export function useReasons(id: number) {
  return useQuery({
    queryKey: ["imports", id, "reasons"],
    queryFn: () => getJson<Reasons>(`/api/v1/imports/${id}/reasons`),
  });
}
