import { Button, FileButton, Group, Loader, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../common/FailureAlert";
import { formatSize } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { Section } from "../common/Section";
import { HistoryResult } from "./HistoryResult";
import { useHistoryImport } from "./useHistoryImport";
import "./texts";

/** As the API reads them. */
const COLUMNS = ["email", "contact_id", "type", "at", "key", "item", "value", "url", "referrer", "title", "comment", "campaign", "utm_source", "utm_medium", "utm_content"];

/** Brings in what contacts did before Muster. */
export function HistoryPage() {
  const { t } = useTranslation();
  const { mutate, data, error, isPending, variables: file, sent } = useHistoryImport();
  return (
    <>
      <PageHeader title={t("activities.history.title")} note={t("activities.history.note")} back={{ to: "/activities", label: t("activities.backToLog") }} />
      <Stack gap="lg">
        <Section title={t("activities.history.file")}>
          <Stack gap="xs" maw={760} align="flex-start">
            <Text size="sm">{t("activities.history.rule")}</Text>
            <Text size="sm">{t("activities.history.columns", { columns: COLUMNS.join(", ") })}</Text>
            <Text size="sm" c="dimmed">{t("activities.history.needed")}</Text>
            <Text size="sm" c="dimmed">{t("activities.history.times")}</Text>
            <SelectButton again={file !== undefined} disabled={isPending} onFile={mutate} />
            {isPending && file && <Running file={file} sent={sent} />}
          </Stack>
        </Section>
        {error && !isPending && <FailureAlert failure={error} />}
        {data && file && <HistoryResult result={data} name={file.name} />}
      </Stack>
    </>
  );
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
    <FileButton onChange={take} resetRef={reset} accept=".csv,.tsv,.tab,.txt,text/csv,text/plain" disabled={disabled} inputProps={{ "aria-label": t("activities.history.file") }}>
      {(props) => <Button {...props} mt="xs" disabled={disabled}>{t(again ? "activities.history.another" : "activities.history.select")}</Button>}
    </FileButton>
  );
}

function Running({ file, sent }: { file: File; sent: number }) {
  const { t } = useTranslation();
  const words = sent < file.size ? t("activities.history.uploading", { name: file.name, sent: formatSize(sent), size: formatSize(file.size) }) : t("activities.history.recording", { name: file.name });
  return (
    <Group role="status" gap="xs" wrap="nowrap">
      <Loader size="sm" aria-hidden />
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>{words}</Text>
    </Group>
  );
}
