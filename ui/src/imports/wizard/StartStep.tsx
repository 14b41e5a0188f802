import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../../common/FailureAlert";
import { formatSize } from "../../common/format";
import { DryRunResult } from "./DryRunResult";
import { Step } from "./Step";
import type { ImportRun, Start } from "./useStartImport";
import classes from "./Wizard.module.css";

interface Props {
  file: File;
  run: ImportRun;
  /** What must be done before the import can start. */
  missing: string[];
  /** What is imported, unless something is missing. */
  what: Start | null;
}

/** Step 4: the buttons, why they cannot be pressed yet, the upload once one has been, and what a trial found. */
export function StartStep({ file, run, missing, what }: Props) {
  const { t } = useTranslation();
  const failure = run.failureOf(file);
  const found = what && !run.pending ? run.foreseen(what) : null;
  return (
    <Step number={4} title={t("wizard.steps.start")}>
      <Stack>
        {failure !== null && !run.pending && <FailureAlert failure={failure} />}
        {run.pending ? <Running file={file} run={run} /> : <Buttons run={run} missing={missing} what={what} />}
        {found && <DryRunResult it={found} />}
      </Stack>
    </Step>
  );
}

function Buttons({ run, missing, what }: Omit<Props, "file">) {
  const { t } = useTranslation();
  const why = useId();
  return (
    <div className={classes.start}>
      <Group gap="sm">
        <Button size="md" onClick={() => what && run.start(what)} disabled={what === null} aria-describedby={why}>{t("wizard.start.button")}</Button>
        <Button size="md" variant="default" onClick={() => what && run.tryOut(what)} disabled={what === null} aria-describedby={why}>{t("wizard.start.try")}</Button>
      </Group>
      <div id={why}>{missing.length > 0 ? <NotReady missing={missing} /> : <Text size="sm" c="dimmed">{t("wizard.start.existingValues")}</Text>}</div>
    </div>
  );
}

function Running({ file, run }: { file: File; run: ImportRun }) {
  const { t } = useTranslation();
  if (run.trying && run.sent === null) return <Trying onCancel={run.cancel} />;
  const note = t(run.trying ? "wizard.start.tryingNote" : "wizard.start.stay");
  return <Uploading file={file} sent={run.sent} note={note} onCancel={run.cancel} />;
}

function Trying({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  const words = t("wizard.start.trying");
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} role="status">{words}</Text>
      <Progress.Root size="lg" radius="xl"><Progress.Section value={100} animated aria-label={words} /></Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">{t("wizard.start.tryingNote")}</Text>
        <Button variant="default" size="xs" onClick={onCancel}>{t("wizard.start.cancelTrying")}</Button>
      </Group>
    </Stack>
  );
}

function NotReady({ missing }: { missing: string[] }) {
  const { t } = useTranslation();
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t("wizard.start.notReady")} py="xs">
      {missing.map((text) => <Text key={text} size="sm">{text}</Text>)}
    </Alert>
  );
}

interface UploadingProps {
  file: File;
  sent: number | null;
  /** What is good to know meanwhile. */
  note: string;
  onCancel: () => void;
}

function Uploading({ file, sent, note, onCancel }: UploadingProps) {
  const { t } = useTranslation();
  const percent = sent === null ? 100 : (100 * Math.min(sent, file.size)) / Math.max(file.size, 1);
  const words = sent === null ? t("wizard.start.starting") : t("wizard.start.uploading", { name: file.name });
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status" style={{ overflowWrap: "anywhere" }}>{words}</Text>
        {sent !== null && <Text size="sm" c="dimmed">{t("wizard.start.uploaded", { done: formatSize(Math.min(sent, file.size)), total: formatSize(file.size) })}</Text>}
      </Group>
      <Progress.Root size="lg" radius="xl"><Progress.Section value={percent} animated aria-label={words} /></Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">{note}</Text>
        {sent !== null && <Button variant="default" size="xs" onClick={onCancel}>{t("wizard.start.cancel")}</Button>}
      </Group>
    </Stack>
  );
}
