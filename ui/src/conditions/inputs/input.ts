import type { ConditionSubject } from "../../api/types";

/** What every control of a value gets. `onChange` is a method, so that controls of different values fit one list. */
export interface InputProps<T> {
  label: string;
  subject: ConditionSubject;
  value: T;
  onChange(value: T): void;
}
