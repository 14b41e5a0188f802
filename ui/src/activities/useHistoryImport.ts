import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../api/client";
import { uploadFile } from "../api/upload";
import type { RecordedFile } from "../api/types";

/** Uploads a file of activities and has them recorded. */
export function useHistoryImport() {
  const queryClient = useQueryClient();
  const [sent, setSent] = useState(0);
  const recording = useMutation({
    mutationFn: async (file: File): Promise<RecordedFile> => {
      setSent(0);
      const { id } = await uploadFile({ file, onProgress: setSent, signal: new AbortController().signal });
      setSent(file.size);
      return answer(api.POST("/api/v1/activity-imports", { body: { file_id: id } }));
    },
    // Even of a file that broke off, rows may have been recorded.
    onSettled: () => Promise.all(["activities", "contacts", "groups"].map((first) => queryClient.invalidateQueries({ queryKey: [first] }))),
  });
  return { ...recording, sent };
}
