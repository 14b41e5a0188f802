/** Uploads a file. XMLHttpRequest, because fetch cannot say how much of a body has been sent. */
import { fileGone, fromAnswer, offline, type Failure } from "./problem";
import { awayBy, tellAway } from "./reach";
import type { StoredFile } from "./types";

export interface Upload {
  file: File;
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

export async function uploadFile(upload: Upload): Promise<StoredFile> {
  await ensureReadable(upload.file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/files?name=${encodeURIComponent(upload.file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => upload.onProgress(event.loaded);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => void whyUnsent(upload.file).then(reject);
    request.onabort = () => reject(new DOMException("", "AbortError"));
    upload.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(upload.file);
  });
}

/** A file that changed on disk since it was selected cannot be read any more: browsers refuse it. */
export async function ensureReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw fileGone(file.name);
  }
}

function settle(request: XMLHttpRequest, resolve: (file: StoredFile) => void, reject: (failure: Failure) => void) {
  void awayBy(
    new Response(JSON.stringify(request.response), {
      status: request.status,
      headers: { "content-type": request.getResponseHeader("content-type") ?? "" },
    }),
  ).then(tellAway);
  if (request.status === 201 || request.status === 200) resolve(request.response as StoredFile);
  else reject(fromAnswer(request.status, request.response));
}

async function whyUnsent(file: File): Promise<unknown> {
  return ensureReadable(file).then(
    () => {
      tellAway("muster");
      return offline();
    },
    (failure: unknown) => failure,
  );
}
