import { useRef } from "react";
import { toFailure } from "../api/problem";

/** A key that makes a repeated "create" harmless. It stays while it is unknown whether the request got through, and is
 *  renewed when the server refused it: what is sent next is another request. */
export function useIdempotencyKey() {
  const key = useRef<string>(undefined);
  const renew = () => {
    key.current = undefined;
  };
  return {
    renew,
    headers: () => ({ "Idempotency-Key": (key.current ??= crypto.randomUUID()) }),
    renewIfRefused: (thrown: unknown) => {
      const { status } = toFailure(thrown);
      if (status >= 400 && status < 500) renew();
    },
  };
}
