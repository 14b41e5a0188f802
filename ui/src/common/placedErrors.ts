import { hasCode, toFailure } from "../api/problem";

/** A failure as the one input says it that it can concern. */
export function reasonAt(thrown: unknown, pointer: string): string | null {
  if (thrown == null) return null;
  const { title, remedy, places, code } = toFailure(thrown);
  const placed = places.find((place) => place.pointer === pointer)?.detail;
  if (placed !== undefined && code !== "changed_elsewhere") return placed;
  return [placed ?? title, remedy].filter(Boolean).join(" ");
}

/** The words of a failure, sorted to the inputs that they concern. A failure without places concerns the whole. */
export function placedErrors(thrown: unknown) {
  // What was changed elsewhere is told together, with what can be done about it.
  const places = thrown == null || hasCode(thrown, "changed_elsewhere") ? [] : toFailure(thrown).places;
  return {
    at: (pointer: string): string | null => places.find((place) => place.pointer === pointer)?.detail ?? null,
    /** The words about something and all that it consists of, such as the lines of a list. */
    within: (pointer: string): string | undefined =>
      places
        .filter((place) => place.pointer === pointer || place.pointer.startsWith(`${pointer}/`))
        .map(({ detail }) => detail)
        .join(" ") || undefined,
    /** Whether there is something that none of these inputs can show. */
    rest: (pointers: string[]): boolean => thrown != null && !places.some(({ pointer }) => pointers.includes(pointer)),
  };
}
