import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** All personas with what they are called. */
export function usePersonaNames(enabled = true) {
  return useQuery({
    queryKey: ["personas", "names"],
    queryFn: () => answer(api.GET("/api/v1/personas")),
    select: ({ items }) => items.map(({ id, name }) => ({ id, name })),
    staleTime: 60_000,
    enabled,
  });
}
