import { useParams } from "react-router";

/** The id in the address; 0, which nothing has, when it is no number. */
export function useIdParam(): number {
  return toId(useParams().id) ?? 0;
}

export function toId(text: string | null | undefined): number | null {
  return text != null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
