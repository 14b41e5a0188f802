/** The typed client. `answer` unwraps what it returns, so that a query either has data or a `Failure`. */
import createClient from "openapi-fetch";
import { fromAnswer, offline } from "./problem";
import { awayBy, tellAway } from "./reach";
import type { paths } from "./schema";

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: reachableFetch });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export async function answer<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request;
  if (!response.ok || data === undefined) throw fromAnswer(response.status, error);
  return data;
}

/** Like `answer`, for what is answered with nothing (204). */
export async function done(request: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await request;
  if (!response.ok) throw fromAnswer(response.status, error);
}

/** Sends bytes as they are; the typed client knows only JSON bodies. */
export async function postBytes<T>(path: string, bytes: BodyInit, signal?: AbortSignal): Promise<T> {
  const headers = { "content-type": "application/octet-stream" };
  const response = await reachableFetch(new Request(path, { method: "POST", body: bytes, headers, signal }));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok || body === undefined) throw fromAnswer(response.status, body);
  return body as T;
}

/** Asks for what the typed client does not know. */
export async function getJson<T>(path: string): Promise<T> {
  const response = await reachableFetch(new Request(path));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok || body === undefined) throw fromAnswer(response.status, body);
  return body as T;
}

/** A file of the API as the browser has it then. */
export async function fetchFile(path: string, name: string): Promise<File> {
  const response = await reachableFetch(new Request(path));
  if (!response.ok) throw fromAnswer(response.status, await response.json().catch(() => undefined));
  return new File([await response.blob()], name, { type: response.headers.get("content-type") ?? "" });
}

/** Asks, and tells whether Muster answered at all. */
export async function reachableFetch(request: Request): Promise<Response> {
  const response = await fetch(request).catch((thrown: unknown) => {
    if (request.signal.aborted) throw thrown;
    return null;
  });
  const away = response === null ? "muster" : await awayBy(response);
  tellAway(away);
  if (response === null || away === "muster") throw offline();
  return response;
}
