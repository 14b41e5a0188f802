/** Reads a file's head in the browser and lets the server's reader, the one that imports, say what it is. */
import { postBytes } from "../../api/client";
import { fileGone } from "../../api/problem";
import type { Inspection } from "../../api/types";

const HEAD = 256 * 1024;

export async function inspectFile(file: File): Promise<Inspection> {
  const head = await readHead(file);
  const query = new URLSearchParams({ name: file.name, complete: String(file.size <= HEAD) });
  return postBytes(`/api/v1/inspections?${query}`, head);
}

async function readHead(file: File): Promise<ArrayBuffer> {
  try {
    return await file.slice(0, HEAD).arrayBuffer();
  } catch {
    throw fileGone(file.name);
  }
}
