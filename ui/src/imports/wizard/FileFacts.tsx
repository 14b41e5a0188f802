import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatNumber, formatSize } from "../../common/format";
import type { SelectedFile } from "./useSelectedFile";
import classes from "./Wizard.module.css";

/** What the file is: so that a wrong guess is seen before anything is saved. */
export function FileFacts({ file, inspection }: SelectedFile) {
  const { t } = useTranslation();
  const { delimiter, encoding, columns, rows, header_row, footer_rows } = inspection;
  const facts = [
    { label: t("wizard.file.size"), value: formatSize(file.size) },
    { label: t("wizard.file.delimiter"), value: useDelimiterName(delimiter) },
    { label: t("wizard.file.encoding"), value: encoding.toUpperCase() },
    { label: t("wizard.file.columns"), value: formatNumber(columns.length) },
    ...(rows == null ? [] : [{ label: t("wizard.file.rows"), value: formatNumber(rows) }]),
  ];
  return (
    <Box flex={1} miw={240}>
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>{file.name}</Text>
      <dl className={classes.facts} aria-label={t("wizard.file.facts")}>
        {facts.map(({ label, value }) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
      </dl>
      {header_row > 1 && <Text size="sm" c="dimmed">{t("wizard.file.headerRow", { row: header_row })}</Text>}
      {footer_rows > 0 && <Text size="sm" c="dimmed">{t("wizard.file.footer", { count: footer_rows })}</Text>}
    </Box>
  );
}

const names = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space" } as const;

function useDelimiterName(delimiter: string): string {
  const { t } = useTranslation();
  const name = names[delimiter as keyof typeof names] ?? "other";
  return t(`wizard.file.delimiters.${name}`, { character: delimiter });
}
