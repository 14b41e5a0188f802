/** The import that is being prepared: kept in memory while one looks elsewhere in Muster, and by the browser across a reload, so
 *  that it is there again when one comes back. */
import { clear, createStore, getMany, setMany, type UseStore } from "idb-keyval";
import type { Choices } from "./choices";
import type { SelectedFile } from "./useSelectedFile";

export interface Draft extends Omit<SelectedFile, "file"> {
  /** What stands behind the wizard's address: which import it corrects, or which group it fills. */
  address: string;
  /** Null when the browser could not keep it: then it is asked for again by its name. */
  file: File | null;
  fileName: string;
  fileSize: number;
  choices: Choices | null;
}

/** The file is kept beside it. */
interface Kept {
  draft: Draft;
  at: number;
}

/** The browser keeps no larger file. */
const LARGEST = 64 * 1024 * 1024;

/** Contacts do not lie about in a browser for ever. */
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

/** Undefined until it was looked for. */
let current: Draft | null | undefined;

export const draftNow = (): Draft | null | undefined => current;

/** Whether a file is chosen in the wizard at this address. */
export const isDraftOf = (address: string): boolean => current?.file != null && current.address === address;

/** The draft of this visit, or else the one that the browser kept. */
export async function loadDraft(): Promise<Draft | null> {
  const [kept, file] =
    current === undefined ? await inBrowser((store) => getMany<Kept | File | undefined>(["draft", "file"], store), []) : [];
  if (current === undefined) current = revived(kept as Kept | undefined, file as File | undefined, Date.now());
  return current;
}

export function keepDraft(address: string, { id, file, inspection }: SelectedFile, choices: Choices | null) {
  current = { id, file, inspection, address, fileName: file.name, fileSize: file.size, choices };
  const entries: [string, unknown][] = [
    ["draft", toKeep(current)],
    ["file", file.size <= LARGEST ? file : undefined],
  ];
  void inBrowser((store) => setMany(entries, store), undefined);
}

export function keepChoices(choices: Choices) {
  if (!current || current.choices === choices) return;
  current = { ...current, choices };
  const kept = toKeep(current);
  void inBrowser((store) => setMany([["draft", kept]], store), undefined);
}

export function dropDraft() {
  if (current === null) return;
  current = null;
  void inBrowser((store) => clear(store), undefined);
}

/** What was kept, unless it is too old. */
export function revived(kept: Kept | undefined, file: File | undefined, now: number): Draft | null {
  return !kept || now - kept.at > KEPT_FOR ? null : { ...kept.draft, file: file ?? null };
}

/** Whether a file that is selected now is the one that the draft was made for. */
export const isFileOf = ({ fileName, fileSize }: Draft, file: File): boolean => file.name === fileName && file.size === fileSize;

const toKeep = (draft: Draft): Kept => ({ draft: { ...draft, file: null }, at: Date.now() });

let opened: UseStore | undefined;

/** Where a browser lets nothing be kept, the draft lasts as long as the page. */
async function inBrowser<T>(work: (store: UseStore) => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work((opened ??= createStore("muster", "import-draft")));
  } catch {
    return otherwise;
  }
}
