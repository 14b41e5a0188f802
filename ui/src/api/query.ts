/** How the page asks: a refusal is final, a missing answer is asked for again. */
import { QueryClient } from "@tanstack/react-query";
import { toFailure } from "./problem";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: worthAnotherTry, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

function worthAnotherTry(failures: number, thrown: unknown): boolean {
  const { status } = toFailure(thrown);
  return failures < 2 && (status === 0 || status >= 500);
}
