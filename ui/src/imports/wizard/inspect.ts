/** Reads a file's head in the browser and lets the server's reader, the one that imports, say what it is. */
import { postBytes } from "../../api/client";
import { Failure, fileGone } from "../../api/problem";
import type { Inspection } from "../../api/types";
import { notUtf8, type Watch } from "./evidence";
import type { Mapping } from "./mapping";

const HEAD = 256 * 1024;

/** How the file is to be read, as far as the person says so. */
export interface Chosen {
  encoding?: string;
  delimiter?: string;
}

interface Asked {
  chosen: Chosen;
  /** The fields that the columns go into, when they are not the ones that are proposed. */
  mapping?: Mapping;
}

/** What the server makes of a file: of its head and, unless the encoding is chosen, of what is not UTF-8 in all the rest. */
export async function inspectFile(file: File, { chosen, mapping }: Asked, watch: Watch): Promise<Inspection> {
  const [head, evidence] = await readable(
    file,
    async () =>
      [
        await file.slice(0, HEAD).arrayBuffer(),
        chosen.encoding === undefined && file.size > HEAD ? await notUtf8(file.slice(HEAD).stream(), watch) : null,
      ] as const,
  );
  const isSeenWhole = file.size <= HEAD;
  const query = new URLSearchParams({ name: file.name, complete: String(isSeenWhole), ...chosen });
  if (mapping) query.set("fields", mapping.map((field) => field ?? "").join(","));
  if (!evidence?.found.length) return postBytes(`/api/v1/inspections?${query}`, head, watch.signal);
  query.set("head", String(HEAD));
  query.set("valid", String(evidence.valid));
  return postBytes(`/api/v1/inspections?${query}`, new Blob([head, evidence.found]), watch.signal);
}

async function readable<T>(file: File, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw thrown instanceof Failure || isAbort(thrown) ? thrown : fileGone(file.name);
  }
}

export const isAbort = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === "AbortError";
