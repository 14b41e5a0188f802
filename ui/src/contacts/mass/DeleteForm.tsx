import { Checkbox, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../common/format";
import { FormFoot } from "./FormFoot";
import type { FormProps } from "./MassModal";

/** So many may be deleted by a press; more must be agreed to. */
const MANY = 100;

export function DeleteForm({ size, onStart, ...foot }: FormProps) {
  const { t } = useTranslation();
  const [agreed, setAgreed] = useState(false);
  const words = size === null ? {} : { count: size, formatted: formatNumber(size) };
  const needsConsent = size === null || size > MANY;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStart({ kind: "delete" });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{size === null ? t("mass.delete.textAll") : t("mass.delete.text", words as { count: number; formatted: string })}</Text>
        {needsConsent && <Checkbox label={size === null ? t("mass.delete.consentAll") : t("mass.delete.consent", words as { count: number; formatted: string })} checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />}
        <FormFoot {...foot} size={null} colour="red" label={t("mass.delete.button")} disabled={needsConsent && !agreed} />
      </Stack>
    </form>
  );
}
