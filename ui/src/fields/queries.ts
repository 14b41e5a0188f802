import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** Every contact field. The list changes only with the program, so it is asked for once. */
export function useFields() {
  return useQuery({
    queryKey: ["fields"],
    queryFn: () => answer(api.GET("/api/v1/fields")),
    select: (list) => list.items,
    staleTime: Infinity,
  });
}
