import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lazy, Suspense, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { InactivityPolicy } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import { useSeen } from "../common/useEdited";
import { withTexts } from "../i18n";
import { daysOf } from "./days";
import { PolicyPreview } from "./PolicyPreview";
import { useSavePolicy } from "./queries";

const SwitchOnDialog = lazy(withTexts(["erasure"], () => import("./SwitchOnDialog")));

/** Whether contacts of which nothing is heard are deleted, and after how long. */
export function PolicyForm({ policy }: { policy: InactivityPolicy }) {
  const { t } = useTranslation();
  const [enabled, setEnabled] = useState(policy.enabled);
  const [typed, setTyped] = useState(String(policy.days ?? 365));
  const [asking, setAsking] = useState(false);
  const save = useSavePolicy();
  const { before, saved, onError } = useSeen(policy);
  const send = (sent: InactivityPolicy, then = () => {}) => save.mutate({ ...sent, before: { ...before } }, { onError, onSuccess: () => { saved(sent); then(); } });
  const days = daysOf(typed);
  const [previewed] = useDebouncedValue(days, 300);
  const close = () => setAsking(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (days === null || save.isPending) return;
    if (enabled) setAsking(true);
    else send({ enabled, days });
  };
  return (
    <Section title={t("erasure.policy")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t("erasure.policyText")}</Text>
          <Switch label={t("erasure.enabled")} checked={enabled} onChange={(event) => { setEnabled(event.currentTarget.checked); save.reset(); }} />
          <TextInput label={t("erasure.days")} description={t("erasure.daysHint")} inputMode="numeric" maw={440} value={typed} error={days === null && t("erasure.daysWrong")}
            onChange={(event) => { setTyped(event.currentTarget.value); save.reset(); }} />
          <PolicyPreview days={previewed} />
          {save.isError && !asking && <FailureAlert failure={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending && !asking} disabled={days === null}>{t("erasure.save")}</Button>
            <Text size="sm" role="status">{save.isSuccess ? t("erasure.saved") : ""}</Text>
          </Group>
        </Stack>
      </form>
      <Suspense>
        {asking && days !== null && (
          <SwitchOnDialog days={days} pending={save.isPending} failure={save.error} onConfirm={() => send({ enabled: true, days }, close)} onClose={close} />
        )}
      </Suspense>
    </Section>
  );
}
