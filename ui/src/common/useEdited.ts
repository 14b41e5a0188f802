/** A form about something that others may change meanwhile. What is not touched follows it; what is touched is sent with the value that
 *  the person saw, so that the API can refuse to overwrite another. */
import { useState } from "react";
import { hasCode } from "../api/problem";

/** What is overwritten as a whole: as it was when the form was opened, or, once a refusal named what stands there, that. */
export function useSeen<T>(now: T) {
  const [seen, setSeen] = useState<{ before: T } | null>({ before: now });
  // What comes behind the refusal has not been told of.
  if (seen === null) setSeen({ before: now });
  return {
    before: seen ? seen.before : now,
    /** To be told when it was saved: that is known. */
    saved: (before: T) => setSeen({ before }),
    /** To be told of each refusal. */
    onError: (thrown: unknown) => {
      if (hasCode(thrown, "changed_elsewhere")) setSeen(null);
    },
  };
}

/** What is sent of a form. */
export type Edits<T> = Partial<T> & { before: Partial<T> };

/** `now` is the thing as it is known at this moment. */
export function useEdited<T extends object>(now: T) {
  const [touched, setTouched] = useState<Partial<T>>({});
  const [seen, setSeen] = useState<Partial<T> | null>({});
  const known = (touchedNow: Partial<T>) =>
    Object.fromEntries(Object.keys(touchedNow).map((key) => [key, now[key as keyof T]])) as Partial<T>;
  // What comes behind a refusal has not been told of.
  if (seen === null) setSeen(known(touched));
  const keys = (Object.keys(touched) as (keyof T)[]).filter((key) => JSON.stringify(trimmed(touched[key])) !== JSON.stringify(now[key]));
  const pick = (from: Partial<T>) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;
  return {
    typed: { ...now, ...touched } as T,
    touch: (changed: Partial<T>) => {
      setTouched((old) => ({ ...old, ...changed }));
      setSeen((old) => ({ ...known(changed), ...old }));
    },
    isChanged: keys.length > 0,
    /** Texts without spaces around them. */
    changes: Object.fromEntries(keys.map((key) => [key, trimmed(touched[key])])) as Partial<T>,
    before: pick({ ...now, ...seen }),
    /** To be told of each refusal: what stands there then is known. */
    onError: (thrown: unknown) => {
      if (hasCode(thrown, "changed_elsewhere")) setSeen(null);
    },
  };
}

const trimmed = <T>(value: T): T => (typeof value === "string" ? (value.trim() as T) : value);

/** The one of these that has this key, as it is now; the one itself when it is gone. */
export function current<T, K extends keyof T>(all: T[] | undefined, one: T, key: K): T {
  return all?.find((other) => other[key] === one[key]) ?? one;
}
