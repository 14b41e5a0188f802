import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./NumberBox.module.css";
import { numberIn } from "./typed";

interface Props {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  whole?: boolean;
  /** Whether a whole number may be below zero. */
  signed?: boolean;
  /** Whether the label is seen, not only heard. */
  isLabelSeen?: boolean;
  description?: string;
  error?: string;
}

/** A number as it is typed: "1." is on its way to one. */
export function NumberBox({ label, value, onChange, whole = false, signed = false, isLabelSeen = false, description, error }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const shown = typed !== "" && numberIn(typed) === value ? typed : (value?.toString() ?? "");
  const change = (text: string) => {
    setTyped(text);
    onChange(numberIn(text));
  };
  return (
    <TextInput
      className={isLabelSeen ? undefined : classes.short}
      label={isLabelSeen ? label : undefined}
      aria-label={isLabelSeen ? undefined : label}
      description={description}
      inputMode={whole && !signed ? "numeric" : "decimal"}
      autoComplete="off"
      value={shown}
      onChange={(event) => change(whole ? event.currentTarget.value.replace(signed ? /[^\d-]/g : /\D/g, "") : event.currentTarget.value)}
      error={shown.trim() !== "" && shown !== "-" && value === null ? t("common.notNumber") : error}
    />
  );
}
