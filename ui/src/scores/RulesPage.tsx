/** Changes the rules of a score: a draft first, then what it would change, then publishing. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ConditionCatalogue, ScoreDetail } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { FailureAlert } from "../common/FailureAlert";
import { LeaveGuard } from "../common/LeaveGuard";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { useIdParam } from "../common/useIdParam";
import { useCatalogue } from "../conditions/queries";
import { RulesEditor } from "../points/RulesEditor";
import { scorePath } from "./links";
import { RulesPreview } from "./RulesPreview";
import { useMissingScore } from "./ScorePage";
import { useScore } from "./queries";
import { useRulesDraft, type RulesDraft } from "./useRulesDraft";
import "../accounts/texts";
import "../conditions/texts";
import "../contacts/texts";
import "../points/texts";
import "./texts";

export function RulesPage() {
  const score = useScore(useIdParam());
  const catalogue = useCatalogue();
  const missing = useMissingScore();
  return (
    <Loaded query={score} missing={missing}>
      {(found) => <Loaded query={catalogue} missing={missing}>{(known) => <Editor key={found.id} score={found} catalogue={known} />}</Loaded>}
    </Loaded>
  );
}

function Editor({ score, catalogue }: { score: ScoreDetail; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const draft = useRulesDraft(score, catalogue);
  return (
    <>
      <PageHeader title={t("scores.editor.heading", { name: score.name })} note={t("scores.editor.intro")} back={{ to: scorePath(score.id), label: t("scores.editor.back") }} />
      <Stack gap="lg">
        {score.draft && <Alert color="blue" icon={<IconPencil />} title={t("scores.editor.isDraft")}>{t("scores.editor.isDraftText")}</Alert>}
        <RulesEditor rules={draft.rules} onChange={draft.change} errors={draft.errors} />
        {draft.isIncomplete && <Text size="sm" c="var(--mantine-color-error)" role="alert">{t("scores.editor.incomplete")}</Text>}
        {draft.failure !== null && <FailureAlert failure={draft.failure} />}
        <Acts score={score} draft={draft} />
        <RulesPreview draft={draft} limit={score.limit ?? null} />
      </Stack>
      <LeaveGuard isBusy={draft.isUnsaved} title={t("scores.editor.leaveTitle")} text={t("scores.editor.leaveText")} leave={t("scores.editor.leave")} stay={t("scores.editor.stay")} />
    </>
  );
}

function Acts({ score, draft }: { score: ScoreDetail; draft: RulesDraft }) {
  const { t } = useTranslation();
  const [asks, { open, close }] = useDisclosure();
  return (
    <Group gap="sm">
      <Button onClick={draft.preview.run} loading={draft.preview.isPending} variant="light">{t("scores.editor.preview")}</Button>
      <Button onClick={draft.publish} loading={draft.isPending} disabled={!draft.isChanged}>{t("scores.editor.publish")}</Button>
      <Button onClick={draft.save} disabled={draft.isPending || !draft.isChanged} variant="default">{t("scores.editor.saveDraft")}</Button>
      {score.draft && <Button onClick={open} disabled={draft.isPending} variant="subtle" color="red">{t("scores.editor.discard")}</Button>}
      <Button component={Link} to={scorePath(score.id)} variant="subtle">{t("common.cancel")}</Button>
      <Text size="sm" c="dimmed" role="status">{draft.isSaved && t("scores.editor.saved")}</Text>
      {asks && (
        <ConfirmDialog title={t("scores.editor.discardTitle")} text={t("scores.editor.discardText")} action={t("scores.editor.discard")} pending={false} failure={null}
          onConfirm={() => { draft.discard(); close(); }} onClose={close} />
      )}
    </Group>
  );
}
