/** How the page asks: a refusal is final, a missing answer is asked for again. */
import { focusManager, MutationCache, notifyManager, QueryClient } from "@tanstack/react-query";
import { hasCode, toFailure } from "./problem";

export function newQueryClient(): QueryClient {
  focusManager.setEventListener(onFocus);
  const client: QueryClient = new QueryClient({
    mutationCache: new MutationCache({ onError: (thrown) => showAsItIs(client, thrown) }),
    defaultOptions: {
      // What somebody changed in another window is seen as soon as one looks here.
      queries: { staleTime: 5_000, refetchOnWindowFocus: "always", retry: worthAnotherTry, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}

/** What was changed or deleted elsewhere is asked for anew; what was changed is shown as it is now before the refusal is told. */
async function showAsItIs(client: QueryClient, thrown: unknown) {
  if (!hasCode(thrown, "changed_elsewhere", "not_found")) return;
  const asked = client.invalidateQueries();
  if (!hasCode(thrown, "changed_elsewhere")) return;
  await asked;
  // The pages hear of the answers in turns of their own, and this turn comes behind theirs.
  await new Promise<void>((shown) => notifyManager.schedule(shown));
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
