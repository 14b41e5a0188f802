/** Makes or changes the rules of a persona: a draft, its effect beside what is, and the way to let it count. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, PersonaDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { LeaveGuard } from "../common/LeaveGuard";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { useIdParam } from "../common/useIdParam";
import layout from "../conditions/Conditions.module.css";
import { useCatalogue } from "../conditions/queries";
import { RulesEditor } from "../points/RulesEditor";
import { Choosing } from "./Choosing";
import { Effect } from "./Effect";
import { personaPath } from "./links";
import { useMissingPersona } from "./PersonaPage";
import { usePersona } from "./queries";
import { ThresholdInput } from "./ThresholdInput";
import { useDraft } from "./useDraft";
import "../accounts/texts";
import "../conditions/texts";
import "../contacts/texts";
import "../points/texts";
import "./texts";

const ConfirmDialog = lazy(() => import("../common/ConfirmDialog"));

export function RulesPage() {
  const persona = usePersona(useIdParam());
  const catalogue = useCatalogue();
  const missing = useMissingPersona();
  return (
    <Loaded query={persona} missing={missing}>
      {(found) => <Loaded query={catalogue} missing={missing}>{(known) => <Editor key={found.id} persona={found} catalogue={known} />}</Loaded>}
    </Loaded>
  );
}

function Editor({ persona, catalogue }: { persona: PersonaDetail; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const draft = useDraft(persona, catalogue);
  return (
    <>
      <PageHeader title={t("personas.editor.heading", { name: persona.name })} note={t("personas.editor.intro")} back={{ to: personaPath(persona.id), label: t("personas.editor.back") }} />
      <div className={layout.editor}>
        <Stack gap="md" miw={0}>
          {persona.progress && <Choosing progress={persona.progress} />}
          <ThresholdInput value={draft.threshold} onChange={draft.setThreshold} error={draft.thresholdError} />
          <RulesEditor rules={draft.rules} onChange={draft.setRules} errors={draft.errors} />
          {draft.errors.length > 0 && <Text size="sm" c="var(--mantine-color-error)" role="alert">{t("personas.editor.incomplete")}</Text>}
          {draft.failure !== null && <FailureAlert failure={draft.failure} />}
          {draft.isSame && <Alert color="gray" role="status">{t("personas.editor.same")}</Alert>}
          <Group gap="sm"><Button onClick={draft.save.run} loading={draft.save.isPending} disabled={!draft.isChanged && persona.draft != null}>{t("personas.editor.save")}</Button></Group>
        </Stack>
        <Stack gap="md" className={layout.aside}>
          <Effect id={persona.id} draft={persona.draft ?? null}>
            <Decision draft={draft} />
          </Effect>
        </Stack>
      </div>
      <LeaveGuard isBusy={draft.isUnsaved} title={t("personas.editor.leaveTitle")} text={t("personas.editor.leaveText")} leave={t("personas.editor.leave")} stay={t("personas.editor.stay")} />
    </>
  );
}

/** Lets the draft count, or throws it away. */
function Decision({ draft: { isChanged, publish, discard } }: { draft: ReturnType<typeof useDraft> }) {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  return (
    <Stack gap="sm">
      {isChanged && <Text size="sm" role="status">{t("personas.editor.unsaved")}</Text>}
      {publish.failure !== null && <FailureAlert failure={publish.failure} />}
      <Group gap="sm">
        <Button onClick={publish.run} loading={publish.isPending} disabled={isChanged}>{t("personas.editor.publish")}</Button>
        <Button variant="subtle" color="red" onClick={open}>{t("personas.editor.discard")}</Button>
      </Group>
      <Suspense>
        {asking && (
          <ConfirmDialog title={t("personas.editor.discardTitle")} text={t("personas.editor.discardText")} action={t("personas.editor.discard")}
            pending={discard.isPending} failure={discard.failure} onConfirm={() => discard.run(close)} onClose={close} />
        )}
      </Suspense>
    </Stack>
  );
}
