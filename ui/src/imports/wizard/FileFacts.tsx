import { Box, Group, Loader, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatNumber, formatSize } from "../../common/format";
import type { Chosen } from "./inspect";
import { ReadAs } from "./ReadAs";
import type { SelectedFile } from "./useSelectedFile";
import classes from "./Wizard.module.css";

interface Props extends SelectedFile {
  onReadAs: (chosen: Chosen) => void;
  /** The file is just being read in another way. */
  reading: boolean;
  locked: boolean;
}

/** What the file is: so that a wrong guess is seen, and mended, before anything is saved. */
export function FileFacts({ file, inspection, onReadAs, reading, locked }: Props) {
  const { t } = useTranslation();
  const { columns, rows, header_row, footer_rows } = inspection;
  const facts = [
    { label: t("wizard.file.size"), value: formatSize(file.size) },
    { label: t("wizard.file.columns"), value: formatNumber(columns.length) },
    ...(rows == null ? [] : [{ label: t("wizard.file.rows"), value: formatNumber(rows) }]),
  ];
  return (
    <Box flex={1} miw={240}>
      <Group gap="xs" wrap="nowrap">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {file.name}
        </Text>
        {reading && <Loader size="xs" role="status" aria-label={t("wizard.file.reading", { name: file.name })} />}
      </Group>
      <ReadAs inspection={inspection} onReadAs={onReadAs} locked={locked || reading} />
      <dl className={classes.facts} aria-label={t("wizard.file.facts")}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {header_row > 1 && (
        <Text size="sm" c="dimmed">
          {t("wizard.file.headerRow", { row: header_row })}
        </Text>
      )}
      {footer_rows > 0 && (
        <Text size="sm" c="dimmed">
          {t("wizard.file.footer", { count: footer_rows })}
        </Text>
      )}
    </Box>
  );
}
