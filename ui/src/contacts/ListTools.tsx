import { Button, Group, Menu, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconColumns3, IconDownload, IconFilter } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ConditionNode, Matching } from "../api/types";
import { formatNumber } from "../common/format";
import { SearchBox } from "../common/SearchBox";
import { withParam } from "../common/useKeyPaging";
import { exportUrl, printCondition } from "./address";
import { useFields } from "../fields/queries";
import { columnsShown, isTime } from "./columns";
import { useContactCount } from "./queries";
import { isEmpty, toMassSelection, type Selection } from "./selection";

const ColumnChoice = lazy(() => import("./ColumnChoice"));
const FilterModal = lazy(() => import("./filter/FilterModal"));
const FilterChip = lazy(() => import("./filter/FilterChip"));

type Format = "csv" | "xlsx";

interface Props {
  matching: Matching;
  selection: Selection;
  columns: string[] | null;
  onColumns: (columns: string[] | null) => void;
}

/** What stands over the list: search, filter, columns, export, and how many there are. */
export function ListTools({ matching, selection, columns, onColumns }: Props) {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const [opened, { open, close }] = useDisclosure();
  const filter = (condition: ConditionNode | null) => {
    setParams((old) => withParam(withParam(old, "after", ""), "condition", printCondition(condition)));
    close();
  };
  return (
    <>
      <Group mb="sm" gap="sm" justify="space-between">
        <SearchBox label={t("contacts.searchLabel")} hint={t("contacts.searchHint")} />
        <Group gap="xs">
          <Button variant="default" leftSection={<IconFilter size={16} />} onClick={open}>{t("contacts.filter")}</Button>
          <Columns columns={columns} onColumns={onColumns} />
          <Export matching={matching} selection={selection} columns={columns} />
        </Group>
      </Group>
      <Group mb="sm" gap="sm" mih={28}>
        <Count matching={matching} />
        <Suspense>{matching.condition && <FilterChip condition={matching.condition} onOpen={open} onRemove={() => filter(null)} />}</Suspense>
      </Group>
      <Suspense>{opened && <FilterModal condition={matching.condition ?? null} onApply={filter} onClose={close} />}</Suspense>
    </>
  );
}

function Count({ matching }: { matching: Matching }) {
  const { t } = useTranslation();
  const { data } = useContactCount(matching);
  return <Text size="sm" c="dimmed" role="status">{data === undefined ? "" : t("contacts.count", { count: data, formatted: formatNumber(data) })}</Text>;
}

function Columns({ columns, onColumns }: Pick<Props, "columns" | "onColumns">) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal={false}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />}>{t("contacts.columns")}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("contacts.columns")} p={0}>
        <Suspense fallback={<Text size="sm" p="md">{t("app.loading")}</Text>}><ColumnChoice columns={columns} onColumns={onColumns} /></Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Exports the contacts that are ticked; where none is, all that match. */
function Export({ matching, selection, columns }: Omit<Props, "onColumns">) {
  const { t } = useTranslation();
  const { data: fields } = useFields();
  // A file has no times of ours, and each part of the name in a column of its own.
  const shown = ["email", "first_name", "last_name", ...columnsShown(columns, fields).filter((column) => !isTime(column))];
  const ticked = !selection.all && !isEmpty(selection);
  const wanted = ticked ? toMassSelection(selection, matching) : matching;
  const words = (format: Format) => (ticked ? t(`contacts.exportSelected.${format}`, { formatted: formatNumber(selection.ids.length) }) : t(`contacts.exportAs.${format}`));
  const link = (format: Format, all: boolean) => (
    <Menu.Item component="a" download href={exportUrl(wanted, format, all ? undefined : [...new Set(shown)])}>{words(format)}</Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target><Button variant="default" leftSection={<IconDownload size={16} />}>{t("contacts.export")}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("contacts.exportShown")}</Menu.Label>
        {link("csv", false)}
        {link("xlsx", false)}
        <Menu.Label>{t("contacts.exportAll")}</Menu.Label>
        {link("csv", true)}
        {link("xlsx", true)}
      </Menu.Dropdown>
    </Menu>
  );
}
