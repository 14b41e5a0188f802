import { Checkbox, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../common/format";
import { FormFoot, type FormProps } from "./FormFoot";

/** So many may be deleted by a press; more must be agreed to. */
const MANY = 100;

/** Names the number, and sends it along: should more match by then, nothing is deleted, and the new number is asked about. */
export function DeleteForm({ size, onStart, ...foot }: FormProps) {
  const { t } = useTranslation();
  const [agreedTo, setAgreedTo] = useState<number | null>(null);
  if (size === null) {
    return (
      <Stack>
        <Text size="sm" role="status">
          {t("mass.delete.counting")}
        </Text>
        <FormFoot {...foot} size={null} colour="red" label={t("mass.delete.button")} disabled />
      </Stack>
    );
  }
  const words = { count: size, formatted: formatNumber(size) };
  const needsConsent = size > MANY;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStart({ kind: "delete" });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("mass.delete.text", words)}</Text>
        {needsConsent && (
          <Checkbox
            label={t("mass.delete.consent", words)}
            checked={agreedTo === size}
            onChange={(event) => setAgreedTo(event.currentTarget.checked ? size : null)}
          />
        )}
        <FormFoot {...foot} size={null} colour="red" label={t("mass.delete.button")} disabled={needsConsent && agreedTo !== size} />
      </Stack>
    </form>
  );
}
