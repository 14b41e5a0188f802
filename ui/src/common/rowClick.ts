/** A click anywhere on a row opens what the row is about: it does what the row's own link does. */
import type { MouseEvent } from "react";

/** What is used by itself when it is clicked. */
const USED = "a, button, input, label, select, textarea, [role=menu]";

/** Opens it here, or in a new tab for the middle button and for who holds a key that says so. */
export function openRow(event: MouseEvent) {
  const link = linkOf(event);
  if (!link) return;
  if (event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey) window.open(link.href, "_blank", "noopener");
  else if (event.button === 0) link.click();
}

/** The row's first link to a page, unless something else was clicked or words were marked. */
export function linkOf({ target, currentTarget }: Pick<MouseEvent, "target" | "currentTarget">): HTMLAnchorElement | null {
  // What a row opens over the page is no part of it, though React hands its clicks on.
  if (!(target instanceof Element) || !currentTarget.contains(target)) return null;
  if (target.closest(USED) || window.getSelection()?.isCollapsed === false) return null;
  return currentTarget.querySelector<HTMLAnchorElement>('a[href^="/"]:not([href^="/api/"])');
}
