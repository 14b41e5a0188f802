/** Paging by key. The cursor stands in the address, the way back in the history's state, so the browser's own
 *  "back" and a shared link both work; a page opened by its address leads back to the first. */
import { useLocation, useSearchParams } from "react-router";

export const PAGE_SIZE = 50;

export interface Paging {
  after: string | undefined;
  toNext: (next: string) => void;
  toPrevious: () => void;
}

export function useKeyPaging(): Paging {
  const [params, setParams] = useSearchParams();
  const state = useLocation().state as { trail?: string[] } | null;
  const trail = state?.trail ?? [];
  const after = params.get("after") ?? undefined;

  const go = (cursor: string, nextTrail: string[]) => setParams((old) => withParam(old, "after", cursor), { state: { trail: nextTrail } });

  return {
    after,
    toNext: (next) => go(next, [...trail, after ?? ""]),
    toPrevious: () => go(trail.at(-1) ?? "", trail.slice(0, -1)),
  };
}

/** The parameters with one changed; an empty value takes it out. */
export function withParam(old: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = new URLSearchParams(old);
  if (value === "") changed.delete(name);
  else changed.set(name, value);
  return changed;
}
