import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScoreBar } from "../api/types";
import { formatNumber } from "../common/format";
import { barName } from "./bars";

interface Props {
  /** One or more histograms of the same bars, each with its head. */
  columns: { head: string; bars: ScoreBar[] }[];
}

/** The same as a histogram, as numbers; shown on demand. */
export function BarTable({ columns }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const bars = columns[0]?.bars ?? [];
  const rows = bars
    .map((bar, index) => ({ bar, counts: columns.map((column) => column.bars[index]?.contacts ?? 0) }))
    .filter(({ counts }) => counts.some((count) => count > 0));
  return (
    <>
      <Button size="compact-sm" variant="subtle" mt={4} ml={-8} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {t(opened ? "scores.distribution.hideTable" : "scores.distribution.showTable")}
      </Button>
      {opened && (
        <Table.ScrollContainer minWidth={220} maxHeight={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={t("scores.distribution.table")} verticalSpacing={4} horizontalSpacing="xs" stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("scores.points")}</Table.Th>
                {columns.map(({ head }) => (
                  <Table.Th key={head} ta="right">
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ bar, counts }) => (
                <Table.Tr key={bar.from}>
                  <Table.Td>{barName(bar)}</Table.Td>
                  {counts.map((count, index) => (
                    <Table.Td key={columns[index]?.head} ta="right">
                      {formatNumber(count)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
