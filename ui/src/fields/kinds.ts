/** The kinds that a custom field can have, the usual ones first. */
import type { FieldKind } from "../api/types";

export const KINDS: FieldKind[] = [
  "text",
  "long_text",
  "choice",
  "choices",
  "yes_no",
  "number",
  "decimal",
  "date",
  "date_time",
  "phone",
  "email",
  "url",
  "country",
];

export const hasChoices = (kind: FieldKind): boolean => kind === "choice" || kind === "choices";

/** One choice a line; blank lines and repeats fall away. */
export function choicesOf(lines: string): string[] {
  return [
    ...new Set(
      lines
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
}
