/** Everything that can go wrong becomes one `Failure`: words for the person, and a code to decide on. */
import { i18next } from "../i18n";
import type { Problem, ProblemPlace } from "./types";

export class Failure extends Error {
  /** Where in the request the mistakes are. */
  readonly places: readonly ProblemPlace[] = [];

  constructor(
    readonly title: string,
    readonly detail: string,
    readonly remedy: string | null,
    readonly code: string,
    /** The HTTP status, or 0 when there was no answer. */
    readonly status: number,
  ) {
    super(detail || title);
    this.name = "Failure";
  }
}

/** What the API answered instead of what was asked for. The problem's own title only names its status ("Unprocessable
 *  Entity"), so what is wrong stands in its place. */
export function fromAnswer(status: number, body: unknown): Failure {
  if (!isProblem(body)) return notUnderstood(status);
  const texts = [body.detail, ...(body.errors ?? []).map((error) => error.detail)].filter(Boolean);
  const [title = body.title, ...others] = new Set(texts);
  const more = others.filter((words) => !title.includes(words));
  const failure = new Failure(title, more.join(" "), body.remedy ?? null, body.code, status);
  return Object.assign(failure, { places: body.errors ?? [] });
}

/** Whatever was thrown, as a `Failure`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof TypeError && /fetch|network|load failed/i.test(thrown.message)) return offline();
  return notUnderstood(0);
}

/** Whether the API refused for this reason. */
export const hasCode = (thrown: unknown, ...codes: string[]): boolean => thrown instanceof Failure && codes.includes(thrown.code);

export function offline(): Failure {
  return say("offlineTitle", i18next.t("problem.offlineDetail"), "offlineRemedy", "offline");
}

export function fileGone(name: string): Failure {
  return say("fileGoneTitle", i18next.t("problem.fileGoneDetail", { name }), "fileGoneRemedy", "file_gone");
}

function notUnderstood(status: number): Failure {
  const { title, detail, remedy } = {
    title: i18next.t("problem.unknownTitle"),
    detail: i18next.t("problem.unknownDetail", { status }),
    remedy: i18next.t("problem.unknownRemedy"),
  };
  return new Failure(title, detail, remedy, "unknown", status);
}

type Title = "offlineTitle" | "fileGoneTitle";
type Remedy = "offlineRemedy" | "fileGoneRemedy";

function say(title: Title, detail: string, remedy: Remedy, code: string): Failure {
  return new Failure(i18next.t(`problem.${title}`), detail, i18next.t(`problem.${remedy}`), code, 0);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && "code" in body;
}
