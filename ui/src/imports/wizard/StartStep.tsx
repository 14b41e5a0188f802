import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../../common/FailureAlert";
import { formatSize } from "../../common/format";
import { Step } from "./Step";
import type { ImportRun } from "./useStartImport";
import classes from "./Wizard.module.css";

interface Props {
  file: File;
  run: ImportRun;
  /** What must be done before the import can start. */
  missing: string[];
  onStart: () => void;
}

/** Step 4: the button, why it cannot be pressed yet, and the upload once it has been. */
export function StartStep({ file, run, missing, onStart }: Props) {
  const { t } = useTranslation();
  const failure = run.failureOf(file);
  const why = useId();
  return (
    <Step number={4} title={t("wizard.steps.start")}>
      <Stack>
        {failure !== null && !run.pending && <FailureAlert failure={failure} />}
        {run.pending ? <Uploading file={file} sent={run.sent} onCancel={run.cancel} /> : (
          <div className={classes.start}>
            <Button size="md" onClick={onStart} disabled={missing.length > 0} aria-describedby={why}>{t("wizard.start.button")}</Button>
            <div id={why}>{missing.length > 0 ? <NotReady missing={missing} /> : <Text size="sm" c="dimmed">{t("wizard.start.existingValues")}</Text>}</div>
          </div>
        )}
      </Stack>
    </Step>
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

function Uploading({ file, sent, onCancel }: { file: File; sent: number | null; onCancel: () => void }) {
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
        <Text size="sm" c="dimmed">{t("wizard.start.stay")}</Text>
        {sent !== null && <Button variant="default" size="xs" onClick={onCancel}>{t("wizard.start.cancel")}</Button>}
      </Group>
    </Stack>
  );
}
