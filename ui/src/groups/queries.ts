import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";

export function useGroups(search: string, after?: string, limit = PAGE_SIZE) {
  const query = { search: search || undefined, after, limit };
  return useQuery({
    queryKey: ["groups", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contact-groups", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useGroup(id: number | null) {
  return useQuery({
    queryKey: ["groups", id],
    queryFn: () => answer(api.GET("/api/v1/contact-groups/{id}", { params: { path: { id: id ?? 0 } } })),
    enabled: id !== null,
  });
}

/** Creates a contact group, once however often it is pressed. */
export function useCreateGroup() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (name: string) => answer(api.POST("/api/v1/contact-groups", { body: { name }, headers: key.headers() })),
    onError: key.renewIfRefused,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["groups"] }),
  });
}
