/** Contact fields made for columns that have none yet. */
import { useMutation } from "@tanstack/react-query";
import type { Field, FieldKind, InspectedColumn } from "../../api/types";
import { hasChoices } from "../../fields/kinds";
import { useCreateField } from "../../fields/queries";

export interface WantedField {
  position: number;
  label: string;
  kind: FieldKind;
}

/** The field that could be made for a column; none for a column without a name, and none where there is such a field. */
export function fieldFor(
  { name, guess, own }: InspectedColumn,
  { position, title, fields }: { position: number; title: string; fields: Field[] },
): WantedField | null {
  const label = title.slice(0, LONGEST).trim();
  if (own || name.trim() === "" || fields.some((field) => isSame(field.label, label))) return null;
  // What may be chosen is not known from a few rows.
  const kind = guess == null || hasChoices(guess) ? "text" : guess;
  return { position, label, kind };
}

/** Makes fields one after the other; each column goes into its own as soon as it is there. */
export function useNewFields(onField: (position: number, field: string) => void) {
  const { mutateAsync } = useCreateField();
  return useMutation({
    mutationFn: async (wanted: WantedField[]) => {
      for (const { position, ...field } of wanted) {
        const { name } = await mutateAsync({ ...field, choices: [] });
        onField(position, name);
      }
    },
  });
}

const LONGEST = 100;

const isSame = (one: string, other: string): boolean => one.localeCompare(other, "en", { sensitivity: "accent" }) === 0;
