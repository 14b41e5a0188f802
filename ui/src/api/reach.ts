/** Whether Muster answers. Every request tells; the notice over all pages, and what waits behind it, listen. */
import { useSyncExternalStore } from "react";

let reachable = true;
const listeners = new Set<() => void>();

export function tellReach(now: boolean) {
  if (now === reachable) return;
  reachable = now;
  for (const listener of listeners) listener();
}

export const isReachable = (): boolean => reachable;

export const useIsReachable = (): boolean => useSyncExternalStore(onReach, isReachable);

/** Calls whenever Muster comes or goes, until what is returned is called. */
export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether an answer came from Muster itself, and not from what stands before it while Muster is away. */
export function isOurs({ status, headers }: Response): boolean {
  const isFromGate = status === 502 || status === 503 || status === 504;
  return !isFromGate || (headers.get("content-type") ?? "").includes("json");
}
