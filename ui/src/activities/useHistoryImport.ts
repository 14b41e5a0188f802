import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, api } from "../api/client";
import { uploadFile } from "../api/upload";
import type { ActivityImport } from "../api/types";
import { POLL_EVERY, isOver } from "../common/work";

const LIST = ["activities", "imports"];

/** Uploads a file of activities and has them recorded in the background. */
export function useHistoryImport(onPlaced: (placed: ActivityImport) => void) {
  const queryClient = useQueryClient();
  const [sent, setSent] = useState(0);
  const placing = useMutation({
    mutationFn: async (file: File): Promise<ActivityImport> => {
      setSent(0);
      const { id } = await uploadFile({ file, onProgress: setSent, signal: new AbortController().signal });
      setSent(file.size);
      // The file has an id of its own: placing it a second time, because the first answer was lost, is the same request.
      return answer(
        api.POST("/api/v1/activity-imports", { body: { file_id: id }, params: { header: { "Idempotency-Key": `file-${id}` } } }),
      );
    },
    onSuccess: (placed) => {
      onPlaced(placed);
      return queryClient.invalidateQueries({ queryKey: LIST });
    },
  });
  return { ...placing, sent };
}

/** An import of activities, asked for until it is over; then what it changed is read anew. */
export function useActivityImport(id: number | undefined) {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ["activities", "import", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/activity-imports/{id}", { params: { path: { id: id ?? 0 } }, signal })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? POLL_EVERY : false),
  });
  const over = isOver(query.data);
  useEffect(() => {
    if (over) void Promise.all([["activities"], ["contacts"], ["groups"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  }, [over, queryClient]);
  return query;
}

/** The latest imports of activities. */
export function useActivityImports() {
  return useQuery({
    queryKey: LIST,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/activity-imports", { signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.some((it) => !isOver(it)) ? POLL_EVERY : false),
  });
}
