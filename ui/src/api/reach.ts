/** Whether Muster answers, and has its database. Every request tells; the notice over all pages, and what waits behind it, listen. */
import { useSyncExternalStore } from "react";

/** Who does not answer. */
export type Away = "muster" | "database";

let away: Away | null = null;
const listeners = new Set<() => void>();

export function tellAway(now: Away | null) {
  if (now === away) return;
  away = now;
  for (const listener of listeners) listener();
}

export const whoIsAway = (): Away | null => away;

export const useAway = (): Away | null => useSyncExternalStore(onReach, whoIsAway);

/** Calls whenever Muster or its database comes or goes, until what is returned is called. */
export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Who does not answer, as an answer tells: "muster" when it came from what stands before it while it is away. */
export async function awayBy(response: Response): Promise<Away | null> {
  if (![502, 503, 504].includes(response.status)) return null;
  if (!(response.headers.get("content-type") ?? "").includes("json")) return "muster";
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown } | null;
  return body?.code === "database_away" ? "database" : null;
}
