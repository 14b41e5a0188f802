import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { toFailure } from "../api/problem";
import { FailureAlert } from "./FailureAlert";
import { placedErrors } from "./placedErrors";

/** What people call a thing, and what they say of it. */
export interface Texts {
  name: string;
  description: string;
}

export interface TextsFormProps {
  texts: Texts;
  onChange: (changed: Partial<Texts>) => void;
  /** Whether the name was missing when it was sent. */
  blank: boolean;
  failure: unknown;
  /** Errors at these places are shown by what stands below. */
  elsewhere?: string[];
  children?: ReactNode;
}

interface Props extends TextsFormProps {
  words: { name: string; blank: string; description: string; optional: string };
}

/** Name and description of a thing. A refused name is said at the name. */
export function TextsForm({ words, texts, onChange, blank, failure, elsewhere = [], children }: Props) {
  const errors = placedErrors(failure);
  const refused = failure == null ? null : toFailure(failure);
  const taken = errors.at("/name") ?? (refused?.status === 409 && refused.code !== "changed_elsewhere" ? refused.title : null);
  return (
    <>
      <TextInput
        label={words.name}
        value={texts.name}
        data-autofocus
        maxLength={200}
        error={blank ? words.blank : taken}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={words.description}
        description={words.optional}
        value={texts.description}
        rows={3}
        maxLength={2000}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {children}
      {taken === null && errors.rest(elsewhere) && <FailureAlert failure={failure} />}
    </>
  );
}
