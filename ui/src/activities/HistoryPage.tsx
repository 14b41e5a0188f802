import { Button, FileButton, Group, Loader, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { FailureAlert } from "../common/FailureAlert";
import { formatSize } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { Section } from "../common/Section";
import { HistoryImports } from "./HistoryImports";
import { HistoryResult } from "./HistoryResult";
import { useActivityImport, useHistoryImport } from "./useHistoryImport";

/** As the API reads them. */
const COLUMNS = [
  "email",
  "contact_id",
  "type",
  "at",
  "key",
  "item",
  "value",
  "url",
  "referrer",
  "title",
  "comment",
  "campaign",
  "utm_source",
  "utm_medium",
  "utm_content",
];

/** Brings in what contacts did before Muster. */
export function HistoryPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const shown = Number(params.get("import")) || undefined;
  const { mutate, error, isPending, variables: file, sent } = useHistoryImport(({ id }) => setParams({ import: String(id) }));
  const { data, error: notFound } = useActivityImport(shown);
  return (
    <>
      <PageHeader
        title={t("activities.history.title")}
        note={t("activities.history.note")}
        back={{ to: "/activities", label: t("activities.backToLog") }}
      />
      <Stack gap="lg">
        <Section title={t("activities.history.file")}>
          <Stack gap="xs" maw={760} align="flex-start">
            <Text size="sm">{t("activities.history.rule")}</Text>
            <Text size="sm">{t("activities.history.columns", { columns: COLUMNS.join(", ") })}</Text>
            <Text size="sm" c="dimmed">
              {t("activities.history.needed")}
            </Text>
            <Text size="sm" c="dimmed">
              {t("activities.history.times")}
            </Text>
            <SelectButton again={shown !== undefined} disabled={isPending} onFile={mutate} />
            {isPending && file && <Uploading file={file} sent={sent} />}
          </Stack>
        </Section>
        {error && !isPending && <FailureAlert failure={error} />}
        {notFound && <FailureAlert failure={notFound} />}
        {data && !isPending && <HistoryResult result={data} />}
        <HistoryImports shown={shown} />
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
    <FileButton
      onChange={take}
      resetRef={reset}
      accept=".csv,.tsv,.tab,.txt,text/csv,text/plain"
      disabled={disabled}
      inputProps={{ "aria-label": t("activities.history.file") }}>
      {(props) => (
        <Button {...props} mt="xs" disabled={disabled}>
          {t(again ? "activities.history.another" : "activities.history.select")}
        </Button>
      )}
    </FileButton>
  );
}

function Uploading({ file, sent }: { file: File; sent: number }) {
  const { t } = useTranslation();
  return (
    <Group role="status" gap="xs" wrap="nowrap">
      <Loader size="sm" aria-hidden />
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {t("activities.history.uploading", { name: file.name, sent: formatSize(sent), size: formatSize(file.size) })}
      </Text>
    </Group>
  );
}
