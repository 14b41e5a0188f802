import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** Null while nothing is typed. */
  value: number | null;
  onChange: (value: number | null) => void;
  error: string | null;
}

/** From how many points on a contact is like the persona. */
export function ThresholdInput({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const change = (typed: string) => {
    const digits = typed.replace(/\D/g, "").slice(0, 7);
    onChange(digits === "" ? null : Number(digits));
  };
  return (
    <TextInput
      label={t("personas.thresholdLabel")}
      description={t("personas.thresholdHint")}
      inputMode="numeric"
      autoComplete="off"
      maw={320}
      value={value ?? ""}
      error={error}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
