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

/** The policy as it is typed. */
interface Typed {
  enabled: boolean;
  days: string;
}

/** Whether contacts of which nothing is heard are deleted, and after how long. */
export function PolicyForm({ policy }: { policy: InactivityPolicy }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Typed>({ enabled: policy.enabled, days: String(policy.days ?? 365) });
  const [asking, setAsking] = useState(false);
  const save = useSavePolicy();
  const { before, saved, onError } = useSeen(policy);
  const close = () => setAsking(false);
  const kept = (sent: InactivityPolicy) => {
    saved(sent);
    close();
  };
  const send = (sent: InactivityPolicy) => save.mutate({ ...sent, before: { ...before } }, { onError, onSuccess: () => kept(sent) });
  const days = daysOf(choice.days);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (days === null || save.isPending) return;
    if (choice.enabled) setAsking(true);
    else send({ enabled: false, days });
  };
  return (
    <Section title={t("erasure.policy")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t("erasure.policyText")}</Text>
          <Choice
            {...choice}
            onChange={(changed) => {
              setChoice({ ...choice, ...changed });
              save.reset();
            }}
          />
          {save.isError && !asking && <FailureAlert failure={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending && !asking} disabled={days === null}>
              {t("erasure.save")}
            </Button>
            <Text size="sm" role="status">
              {save.isSuccess ? t("erasure.saved") : ""}
            </Text>
          </Group>
        </Stack>
      </form>
      <Suspense>
        {asking && days !== null && (
          <SwitchOnDialog
            days={days}
            pending={save.isPending}
            failure={save.error}
            onConfirm={() => send({ enabled: true, days })}
            onClose={close}
          />
        )}
      </Suspense>
    </Section>
  );
}

function Choice({ enabled, days: typed, onChange }: Typed & { onChange: (changed: Partial<Typed>) => void }) {
  const { t } = useTranslation();
  const days = daysOf(typed);
  const [previewed] = useDebouncedValue(days, 300);
  return (
    <>
      <Switch label={t("erasure.enabled")} checked={enabled} onChange={(event) => onChange({ enabled: event.currentTarget.checked })} />
      <TextInput
        label={t("erasure.days")}
        description={t("erasure.daysHint")}
        inputMode="numeric"
        maw={440}
        value={typed}
        error={days === null && t("erasure.daysWrong")}
        onChange={(event) => onChange({ days: event.currentTarget.value })}
      />
      <PolicyPreview days={previewed} />
    </>
  );
}
