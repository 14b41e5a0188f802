import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../../common/FailureAlert";
import type { InspectedColumn } from "../../api/types";
import { formatNumber, formatSize } from "../../common/format";
import { columnTitles } from "./columnTitles";
import { DryRunResult } from "./DryRunResult";
import { unmapped, type Mapping } from "./mapping";
import { Step } from "./Step";
import type { ImportRun, Start } from "./useStartImport";
import classes from "./Wizard.module.css";

/** More names than this nobody reads. */
const NAMED = 30;

interface Props {
  file: File;
  columns: InspectedColumn[];
  mapping: Mapping;
  run: ImportRun;
  /** What must be done before the import can start. */
  missing: string[];
  /** What is imported, unless something is missing. */
  what: Start | null;
}

/** Step 4: the buttons, why they cannot be pressed yet, the upload once one has been, and what a trial found. */
export function StartStep({ file, columns, mapping, run, missing, what }: Props) {
  const { t } = useTranslation();
  const failure = run.failureOf(file);
  const found = what && !run.pending ? run.foreseen(what) : null;
  return (
    <Step number={4} title={t("wizard.steps.start")}>
      <Stack>
        {failure !== null && !run.pending && <FailureAlert failure={failure} />}
        <NotImported columns={columns} mapping={mapping} />
        {run.pending ? <Running file={file} run={run} /> : <Buttons run={run} missing={missing} what={what} />}
        {found && <DryRunResult it={found} />}
      </Stack>
    </Step>
  );
}

/** The columns that stay behind, so that none is forgotten. */
function NotImported({ columns, mapping }: Pick<Props, "columns" | "mapping">) {
  const { t } = useTranslation();
  const titles = columnTitles(columns);
  const left = unmapped(columns, mapping).map((position) => titles[position]);
  if (left.length === 0) return null;
  const names = left.slice(0, NAMED).join(", ");
  const text = left.length > NAMED ? t("wizard.start.andMore", { names, formatted: formatNumber(left.length - NAMED) }) : names;
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      {t("wizard.start.columnsLeft", { count: left.length, formatted: formatNumber(left.length), names: text })}
    </Text>
  );
}

function Buttons({ run, missing, what }: Pick<Props, "run" | "missing" | "what">) {
  const { t } = useTranslation();
  const why = useId();
  return (
    <div className={classes.start}>
      <Group gap="sm">
        <Button size="md" onClick={() => what && run.start(what)} disabled={what === null} aria-describedby={why}>
          {t("wizard.start.button")}
        </Button>
        <Button size="md" variant="default" onClick={() => what && run.tryOut(what)} disabled={what === null} aria-describedby={why}>
          {t("wizard.start.try")}
        </Button>
      </Group>
      <div id={why}>
        {missing.length > 0 ? (
          <NotReady missing={missing} />
        ) : (
          <Text size="sm" c="dimmed">
            {t("wizard.start.existingValues")}
          </Text>
        )}
      </div>
    </div>
  );
}

/** What goes on: the upload, and behind it the trial or the start of the import. */
function Running({ file, run }: Pick<Props, "file" | "run">) {
  const { t } = useTranslation();
  const { sent, trying } = run;
  const isUploading = sent !== null;
  const percent = isUploading ? (100 * Math.min(sent, file.size)) / Math.max(file.size, 1) : 100;
  const words = isUploading
    ? t("wizard.start.uploading", { name: file.name })
    : t(trying ? "wizard.start.trying" : "wizard.start.starting");
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status" style={{ overflowWrap: "anywhere" }}>
          {words}
        </Text>
        {isUploading && (
          <Text size="sm" c="dimmed">
            {t("wizard.start.uploaded", { done: formatSize(Math.min(sent, file.size)), total: formatSize(file.size) })}
          </Text>
        )}
      </Group>
      <Progress.Root size="lg" radius="xl">
        <Progress.Section value={percent} animated aria-label={words} />
      </Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t(trying ? "wizard.start.tryingNote" : "wizard.start.stay")}
        </Text>
        {(isUploading || trying) && (
          <Button variant="default" size="xs" onClick={run.cancel}>
            {t(isUploading ? "wizard.start.cancel" : "wizard.start.cancelTrying")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function NotReady({ missing }: { missing: string[] }) {
  const { t } = useTranslation();
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t("wizard.start.notReady")} py="xs">
      {missing.map((text) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
    </Alert>
  );
}
