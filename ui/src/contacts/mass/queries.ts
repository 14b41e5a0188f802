import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api } from "../../api/client";
import { toFailure } from "../../api/problem";
import type { MassAction, MassActionKind, MassSelection } from "../../api/types";
import { useIdempotencyKey } from "../../common/useIdempotencyKey";

export const isOver = (run: MassAction | undefined): boolean => run?.state === "finished" || run?.state === "failed";

/** Starts a mass action, once however often it is pressed. */
export function useStartMassAction() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: { selection: MassSelection; action: MassActionKind; confirmed: number | null }) => answer(api.POST("/api/v1/mass-actions", { body, params: { header: key.headers() } })) as Promise<MassAction>,
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
    queryFn: () => answer(api.GET("/api/v1/mass-actions/{id}", { params: { path: { id: started.id } } })) as Promise<MassAction>,
    initialData: started,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 700),
  });
  const over = isOver(query.data);
  useEffect(() => {
    if (over) for (const first of ["contacts", "groups", "activities"]) void queryClient.invalidateQueries({ queryKey: [first] });
  }, [over, queryClient]);
  return query;
}
