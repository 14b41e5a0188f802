/** Pages whose code did not arrive: Muster is away, or is another one since the page was opened. */

/** Whether this is what a browser throws when it cannot load code. Each has words of its own. */
export const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script|unable to preload|failed to fetch|load failed/i.test(error.message);

const KEY = "muster.reloaded";
const SHORT = 10_000;

/** Whether loading again may help: not when it was just done. */
export function mayReload(now = Date.now()): boolean {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    sessionStorage.setItem(KEY, String(now));
    return now - last > SHORT;
  } catch {
    return false;
  }
}
