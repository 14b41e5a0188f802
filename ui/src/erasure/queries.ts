import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { NewInactivityPolicy } from "../api/types";
import { contactKey } from "../contacts/queries";

const POLICY = ["inactivity-policy"];

/** What an erasure would take away. */
export function useErasurePreview(id: number) {
  return useQuery({
    queryKey: [...contactKey(id), "erasure"],
    queryFn: () => answer(api.POST("/api/v1/contacts/{id}/erasure", { params: { path: { id }, query: { dry_run: true } } })),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Erases for good. The page of the person is left at once; asking for it again would only find that it is gone. */
export function useErase(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.POST("/api/v1/contacts/{id}/erasure", { params: { path: { id } } })),
    onSuccess: async () => {
      const changed = ["contacts", "groups", "activities", "accounts", "duplicates", "imports"];
      await Promise.all(changed.map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    },
  });
}

/** Lets an erased address in again. */
export function useLetIn() {
  return useMutation({ mutationFn: (email: string) => done(api.DELETE("/api/v1/erasures", { body: { email } })) });
}

export function useInactivityPolicy() {
  return useQuery({ queryKey: POLICY, queryFn: () => answer(api.GET("/api/v1/inactivity-policy")) });
}

/** Whom the policy would delete now, with so many days. */
export function useInactivityPreview(days: number | null) {
  return useQuery({
    queryKey: [...POLICY, "preview", days],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/inactivity-policy/preview", { params: { query: { days } }, signal })),
    enabled: days !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useSavePolicy() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (policy: NewInactivityPolicy) => answer(api.PUT("/api/v1/inactivity-policy", { body: policy })),
    onSuccess: async (saved) => {
      queryClient.setQueryData(POLICY, saved);
      await Promise.all([[...POLICY, "preview"], ["contacts"], ["groups"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  });
}
