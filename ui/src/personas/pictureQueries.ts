import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { reachableFetch } from "../api/client";
import { fromAnswer } from "../api/problem";
import { ensureReadable } from "../api/upload";

const stampKey = (id: number) => ["persona-picture", id] as const;

/** When the persona's own picture was uploaded, as far as this page knows; else 0. Its address stays the same, so that what a
 *  browser has of it must be told apart. */
export function usePictureStamp(id: number): number {
  return useQuery<number>({ queryKey: stampKey(id), queryFn: skipToken, gcTime: Infinity }).data ?? 0;
}

/** Gives the persona a picture of its own, as the bytes of a file. */
export function useUploadPicture(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => putPicture(id, file),
    onSuccess: async () => {
      queryClient.setQueryData(stampKey(id), Date.now());
      await queryClient.invalidateQueries({ queryKey: ["personas"] });
    },
  });
}

async function putPicture(id: number, file: File): Promise<void> {
  await ensureReadable(file);
  const headers = { "content-type": file.type || "application/octet-stream" };
  const response = await reachableFetch(new Request(`/api/v1/personas/${id}/picture`, { method: "PUT", body: file, headers }));
  if (!response.ok) throw fromAnswer(response.status, await response.json().catch(() => undefined));
}
