import { Alert, Anchor, Button, FileButton, Loader, Progress, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconFileTypeCsv, IconInfoCircle } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../../common/FailureAlert";
import { EXAMPLE_URL } from "../links";
import type { Draft } from "./draft";
import { FileFacts } from "./FileFacts";
import { Step } from "./Step";
import { useFileDrop } from "./useFileDrop";
import type { useSelectedFile } from "./useSelectedFile";
import classes from "./Wizard.module.css";

interface Props extends ReturnType<typeof useSelectedFile> {
  /** The file that was selected earlier and could not be kept. */
  lost: Draft | null;
  /** The file is on its way and cannot be exchanged. */
  locked: boolean;
}

/** Step 1: a file, by button or by drag and drop, and what it was understood to be. */
export function FileStep({ select, selected, error, reading, lost, locked, ...reader }: Props) {
  const { t } = useTranslation();
  const [tooMany, setTooMany] = useState(0);
  const take = (files: File[]) => {
    setTooMany(files.length > 1 ? files.length : 0);
    const [file] = files;
    if (file && files.length === 1) select(file);
  };
  const { over, handlers } = useFileDrop((files) => !locked && take(files));
  return (
    <Step number={1} title={t("wizard.steps.file")}>
      <Stack>
        {lost && reading === null && (
          <Alert color="blue" icon={<IconInfoCircle />} title={t("wizard.file.lostTitle", { name: lost.fileName })}>
            {t("wizard.file.lost")}
          </Alert>
        )}
        <div
          className={classes.zone}
          data-over={over || undefined}
          data-small={selected && !reading ? true : undefined}
          data-testid="drop-zone"
          {...handlers}>
          {reading !== null ? (
            <Reading {...reading} onCancel={reader.cancel} />
          ) : selected ? (
            <FileFacts {...selected} onReadAs={reader.readAs} reading={reader.isReadAgain} locked={locked} />
          ) : (
            <Picture />
          )}
          {reading === null && <SelectButton again={selected !== undefined} disabled={locked} onFile={(file) => take([file])} />}
          {!selected && reading === null && <Hints over={over} />}
        </div>
        {tooMany > 0 && (
          <Alert color="red" icon={<IconAlertCircle />} title={t("wizard.file.severalTitle")}>
            {t("wizard.file.several", { count: tooMany })}
          </Alert>
        )}
        {error !== null && reading === null && <FailureAlert failure={error} />}
      </Stack>
    </Step>
  );
}

function Picture() {
  return <IconFileTypeCsv size={40} stroke={1.4} color="var(--mantine-color-pine-8)" aria-hidden />;
}

function SelectButton({ again, disabled, onFile }: { again: boolean; disabled: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const reset = useRef<() => void>(null);
  // Without the reset, selecting the same file again, corrected, would be no change.
  const take = (file: File | null) => {
    if (file) onFile(file);
    reset.current?.();
  };
  return (
    <FileButton onChange={take} resetRef={reset} accept=".csv,.tsv,.tab,.txt,text/csv,text/plain" disabled={disabled}>
      {(props) => (
        <Button {...props} variant={again ? "default" : "filled"} size={again ? "xs" : "sm"} disabled={disabled}>
          {t(again ? "wizard.file.other" : "wizard.file.select")}
        </Button>
      )}
    </FileButton>
  );
}

/** While a file is held over the zone only words change: what moves away under the mouse is hard to hit. */
function Hints({ over }: { over: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" c="dimmed" fw={over ? 600 : undefined}>
        {t(over ? "wizard.file.dropNow" : "wizard.file.drop")}
      </Text>
      <Text size="sm" c="dimmed" maw={460}>
        {t("wizard.file.rule")}
      </Text>
      <Anchor href={EXAMPLE_URL} download size="sm">
        {t("contacts.example")}
      </Anchor>
    </>
  );
}

function Reading({ name, share, onCancel }: { name: string; share: number; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack align="center" gap="xs">
      <Stack role="status" align="center" gap="xs">
        <Loader size="sm" aria-hidden />
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {t("wizard.file.reading", { name })}
        </Text>
      </Stack>
      {share > 0 && (
        <>
          <Progress.Root w={240} maw="100%" radius="xl">
            <Progress.Section value={share} aria-label={t("wizard.file.readingBar")} />
          </Progress.Root>
          <Button size="xs" variant="default" onClick={onCancel}>
            {t("common.cancel")}
          </Button>
        </>
      )}
    </Stack>
  );
}
