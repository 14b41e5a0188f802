/** Where one was in a list: its search, filter and page, so that the way back leads there. It lasts as long as the browser's tab. */
import type { Location } from "react-router";

const LISTS = ["/contacts", "/accounts", "/groups", "/scores", "/personas", "/activities", "/imports"];

type Place = Pick<Location, "pathname" | "search" | "state">;

export function rememberList({ pathname, search, state }: Place) {
  if (!LISTS.includes(pathname)) return;
  try {
    sessionStorage.setItem(keyOf(pathname), JSON.stringify({ search, state: state as unknown }));
  } catch {
    // Without a memory the way back leads to the first page.
  }
}

/** The list at this path as it was last looked at. Other paths are left as they are. */
export function lastOf(path: string): { to: string; state?: unknown } {
  if (!LISTS.includes(path)) return { to: path };
  try {
    const { search, state } = JSON.parse(sessionStorage.getItem(keyOf(path)) ?? "{}") as { search?: string; state?: unknown };
    return { to: path + (search ?? ""), state };
  } catch {
    return { to: path };
  }
}

const keyOf = (path: string): string => `muster.list:${path}`;
