/** True of work in the background, an import say, that nothing more becomes of; false while it is not known. */
export const isOver = (work: { state: string } | undefined): boolean =>
  work !== undefined && work.state !== "queued" && work.state !== "running";

/** Milliseconds between two looks at a result that is late. */
export const LATE_POLL = 5_000;

/** Milliseconds between two looks at work that somebody watches. */
export const POLL_EVERY = 700;
