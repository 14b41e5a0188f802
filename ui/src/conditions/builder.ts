/** What every part of the builder needs: the catalogue, and the one way to change the condition. Both stay the same while
 *  it is edited, so that typing in one rule does not draw all others anew. */
import { createContext, use } from "react";
import type { ConditionCatalogue, ConditionNode } from "../api/types";

export interface Builder {
  catalogue: ConditionCatalogue;
  edit: (change: (root: ConditionNode) => ConditionNode) => void;
}

export const BuilderContext = createContext<Builder>({ catalogue: { subjects: [] }, edit: () => {} });

export const useBuilder = (): Builder => use(BuilderContext);

/** Where the keyboard goes on when the part that it was in is removed. */
export function focusAddButton(removed: Element) {
  const part = removed.closest("[data-part]");
  part?.parentElement?.closest("[data-node]")?.querySelector<HTMLElement>(":scope > [data-adding] button")?.focus();
}

/** Puts the cursor into what has just been added. */
export function focusAdded(inNode: Element | null) {
  requestAnimationFrame(() =>
    inNode?.querySelector<HTMLElement>(":scope > ul > li:last-child input:not([type=checkbox], [type=radio])")?.focus(),
  );
}
