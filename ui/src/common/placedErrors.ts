import { toFailure } from "../api/problem";

/** The words of a failure, sorted to the inputs that they concern. A failure without places concerns the whole. */
export function placedErrors(thrown: unknown) {
  const places = thrown == null ? [] : toFailure(thrown).places;
  return {
    at: (pointer: string): string | null => places.find((place) => place.pointer === pointer)?.detail ?? null,
    /** The words about something and all that it consists of, such as the lines of a list. */
    within: (pointer: string): string | undefined => places.filter((place) => place.pointer === pointer || place.pointer.startsWith(`${pointer}/`)).map(({ detail }) => detail).join(" ") || undefined,
    /** Whether there is something that none of these inputs can show. */
    rest: (pointers: string[]): boolean => thrown != null && !places.some(({ pointer }) => pointers.includes(pointer)),
  };
}
