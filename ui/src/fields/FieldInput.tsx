import { Checkbox, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { StatusInput } from "./StatusInput";
import { fromLocalInput, isWithoutYear, joinChoices, splitChoices, toLocalInput } from "./value";

interface Props {
  field: Field;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  /** Whether the label is only for who cannot see the place it stands in. */
  hideLabel?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
}

const TYPES: Partial<Record<Field["kind"], string>> = {
  email: "email",
  phone: "tel",
  url: "url",
  date: "date",
  date_time: "datetime-local",
};
const KEYBOARDS: Partial<Record<Field["kind"], "numeric" | "decimal">> = { number: "numeric", decimal: "decimal" };

/** The input that fits what the field holds. Its value is the text that the API takes; blank is "". */
export function FieldInput({ field, value, onChange, error, hideLabel = false, autoFocus = false, disabled = false }: Props) {
  const { kind, label } = field;
  const common = {
    error,
    disabled,
    ...(hideLabel ? { "aria-label": label } : { label }),
    ...(autoFocus ? { autoFocus, "data-autofocus": true } : {}),
  };
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  const options = useOptions(field, value);
  const maxLength = field.max_length ?? undefined;
  if (kind === "choices") return <Choices field={field} value={value} onChange={onChange} common={common} />;
  if (field.name === "status" && !field.custom) return <StatusInput {...common} value={value} onChange={onChange} maxLength={maxLength} />;
  if (options) return <NativeSelect {...common} data={options} value={value} onChange={onText} />;
  if (kind === "long_text")
    return <Textarea {...common} value={value} onChange={onText} autosize minRows={2} maxRows={10} maxLength={maxLength} />;
  if (kind === "date_time") {
    return (
      <TextInput
        {...common}
        type={TYPES.date_time}
        value={toLocalInput(value)}
        onChange={(event) => onChange(fromLocalInput(event.currentTarget.value))}
      />
    );
  }
  // An input for days would show a birthday without a year as blank.
  const type = isWithoutYear(value) ? "text" : TYPES[kind];
  return (
    <TextInput
      {...common}
      type={type}
      inputMode={KEYBOARDS[kind]}
      value={value}
      onChange={onText}
      maxLength={maxLength}
      autoComplete="off"
    />
  );
}

/** What to choose from, with what is stored among it; nothing for a field that is typed. */
function useOptions({ kind, choices }: Field, value: string) {
  const { t } = useTranslation();
  const blank = { value: "", label: t("fields.blankChoice") };
  if (kind === "yes_no") return [blank, { value: "true", label: t("common.yes") }, { value: "false", label: t("common.no") }];
  if (choices.length === 0) return null;
  const all = value === "" || choices.includes(value) ? choices : [value, ...choices];
  return [blank, ...all.map((choice) => ({ value: choice, label: choice }))];
}

type Common = Pick<Props, "error" | "disabled" | "autoFocus">;

function Choices({
  field,
  value,
  onChange,
  common: { autoFocus, ...group },
}: Pick<Props, "field" | "value" | "onChange"> & { common: Common }) {
  const chosen = splitChoices(value);
  const all = [...new Set([...field.choices, ...chosen])];
  const inOrder = (changed: string[]) => onChange(joinChoices(all.filter((choice) => changed.includes(choice))));
  return (
    <Checkbox.Group {...group} value={chosen} onChange={inOrder}>
      <Group gap="sm" py={6}>
        {all.map((choice, position) => (
          <Checkbox key={choice} size="xs" value={choice} label={choice} autoFocus={autoFocus && position === 0} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
