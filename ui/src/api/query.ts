/** How the page asks: a refusal is final, a missing answer is asked for again. */
import { focusManager, MutationCache, QueryClient } from "@tanstack/react-query";
import { hasCode, toFailure } from "./problem";

export function newQueryClient(): QueryClient {
  focusManager.setEventListener(onFocus);
  const client: QueryClient = new QueryClient({
    // What was changed or deleted elsewhere is shown as it is now before the refusal is told.
    mutationCache: new MutationCache({ onError: (thrown) => (hasCode(thrown, "changed_elsewhere", "not_found") ? client.invalidateQueries() : undefined) }),
    defaultOptions: {
      // What somebody changed in another window is seen as soon as one looks here.
      queries: { staleTime: 5_000, refetchOnWindowFocus: "always", retry: worthAnotherTry, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}

function worthAnotherTry(failures: number, thrown: unknown): boolean {
  const { status } = toFailure(thrown);
  return failures < 2 && (status === 0 || status >= 500);
}

/** A window beside others is looked at when it gets the focus; a tab behind others, when it is shown. */
function onFocus(handle: () => void): () => void {
  const look = () => {
    if (document.visibilityState === "visible") handle();
  };
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    window.removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
  };
}
