import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { FieldChanges, NewField } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";

/** Every contact field, standard ones first. The list changes only by those who change fields here: they ask anew. */
export function useFields() {
  return useQuery({
    queryKey: ["fields"],
    queryFn: () => answer(api.GET("/api/v1/fields")),
    select: (list) => list.items,
    staleTime: Infinity,
  });
}

/** How many contacts have a value in the field, and what asks for it. */
export function useFieldUsage(name: string) {
  return useQuery({
    queryKey: ["fields", name, "usage"],
    queryFn: () => answer(api.GET("/api/v1/fields/{name}/usage", { params: { path: { name } } })),
    staleTime: 0,
  });
}

export function useCreateField() {
  const refresh = useRefresh();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (field: NewField) => answer(api.POST("/api/v1/fields", { body: field, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: () => {
      key.renew();
      return refresh();
    },
  });
}

export function useChangeField(name: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: FieldChanges) => answer(api.PATCH("/api/v1/fields/{name}", { params: { path: { name } }, body: change })),
    onSuccess: refresh,
  });
}

export function useDeleteField(name: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/fields/{name}", { params: { path: { name } } })),
    onSuccess: refresh,
  });
}

/** Fields show up in contacts, in the conditions' catalogue and in the mapping of imports. */
function useRefresh() {
  const queryClient = useQueryClient();
  return async () => {
    const stale = ["fields", "contacts", "condition-catalogue"].map((first) => queryClient.invalidateQueries({ queryKey: [first] }));
    await Promise.all(stale);
  };
}
