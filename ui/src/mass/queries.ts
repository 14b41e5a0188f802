import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, done } from "../api/client";
import { toFailure } from "../api/problem";
import type { MassAction, MassActionKind, MassSelection } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { POLL_EVERY, isOver } from "../common/work";
import { useWatchExport } from "./exports";

/** Whether it was taken off the list meanwhile. */
export const isGone = (error: unknown): boolean => error !== null && toFailure(error).status === 404;

/** What is asked for anew when a mass action is over. */
const CHANGED = ["contacts", "groups", "activities", "mass-actions"];
const EXPORTED = ["mass-actions"];

/** Starts a mass action, once however often it is pressed. */
export function useStartMassAction() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: { selection: MassSelection; action: MassActionKind; confirmed: number | null }) =>
      answer(api.POST("/api/v1/mass-actions", { body, params: { header: key.headers() } })),
    onError: (thrown) => {
      key.renewIfRefused(thrown);
      if (toFailure(thrown).code === "more_match") void queryClient.invalidateQueries({ queryKey: ["contacts"] });
    },
  });
}

/** A mass action, asked for until it is over. Then what it may have changed is asked for anew. */
export function useMassAction(started: MassAction) {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ["mass-actions", started.id],
    queryFn: () => answer(api.GET("/api/v1/mass-actions/{id}", { params: { path: { id: started.id } } })),
    initialData: started,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => (isOver(state.data) || isGone(state.error) ? false : POLL_EVERY),
  });
  const over = isOver(query.data);
  const changed = started.action.kind === "export" ? EXPORTED : CHANGED;
  useEffect(() => {
    if (over) for (const first of changed) void queryClient.invalidateQueries({ queryKey: [first] });
  }, [over, changed, queryClient]);
  return query;
}

/** Starts an export. The next one is another, also of the same contacts. */
export function useStartExport() {
  const key = useIdempotencyKey();
  const watch = useWatchExport();
  return useMutation({
    mutationFn: (body: { selection: MassSelection; action: MassActionKind }) =>
      answer(api.POST("/api/v1/mass-actions", { body, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: (started) => {
      key.renew();
      watch(started);
    },
  });
}

/** A page of mass actions; while one of them runs, its row is kept up to date. */
export function useMassActions(after: string | undefined) {
  const query = { after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: ["mass-actions", "list", query],
    queryFn: () => answer(api.GET("/api/v1/mass-actions", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((run) => !isOver(run)) ? 1_000 : false),
  });
}

export function useDeleteMassAction(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/mass-actions/{id}", { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["mass-actions", "list"] }),
  });
}
