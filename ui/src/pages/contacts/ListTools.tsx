import { Box, Button, Group, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconColumns3, IconFilter } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ConditionNode, Matching } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { formatNumber } from "../../common/format";
import { SearchBox } from "../../common/SearchBox";
import { withParam } from "../../common/useKeyPaging";
import { printCondition } from "../../contacts/address";
import { useContactCount } from "../../contacts/queries";
import type { Selection } from "../../contacts/selection";
import { withTexts } from "../../i18n";
import { useStartExport } from "../../mass/queries";
import { ExportMenu } from "./ExportMenu";

const ColumnChoice = lazy(withTexts(["contacts", "fields"], () => import("./ColumnChoice")));
const FilterModal = lazy(withTexts(["accounts", "conditions", "filter"], () => import("./filter/FilterModal")));
const FilterChip = lazy(withTexts(["conditions", "filter"], () => import("./filter/FilterChip")));

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
  const exporting = useStartExport();
  const filter = (condition: ConditionNode | null) => {
    setParams((old) => withParam(withParam(old, "after", ""), "condition", printCondition(condition)));
    close();
  };
  return (
    <>
      <Group mb="sm" gap="sm" justify="space-between">
        <SearchBox label={t("contacts.searchLabel")} hint={t("contacts.searchHint")} />
        <Group gap="xs">
          <Button variant="default" leftSection={<IconFilter size={16} />} onClick={open}>
            {t("contacts.filter")}
          </Button>
          <Columns columns={columns} onColumns={onColumns} />
          <ExportMenu
            matching={matching}
            selection={selection}
            columns={columns}
            pending={exporting.isPending}
            onExport={exporting.mutate}
          />
        </Group>
      </Group>
      {exporting.isError && (
        <Box mb="sm">
          <FailureAlert isDeed failure={exporting.error} onRetry={() => exporting.mutate(exporting.variables)} />
        </Box>
      )}
      <Group mb="sm" gap="sm" mih={28}>
        <Count matching={matching} />
        <Suspense>
          {matching.condition && (
            <FilterChip condition={matching.condition} search={matching.search} onOpen={open} onRemove={() => filter(null)} />
          )}
        </Suspense>
      </Group>
      <Suspense>{opened && <FilterModal condition={matching.condition ?? null} onApply={filter} onClose={close} />}</Suspense>
    </>
  );
}

function Count({ matching }: { matching: Matching }) {
  const { t } = useTranslation();
  const { data } = useContactCount(matching);
  return (
    <Text size="sm" c="dimmed" role="status">
      {data === undefined ? "" : t("contacts.count", { count: data, formatted: formatNumber(data) })}
    </Text>
  );
}

function Columns({ columns, onColumns }: Pick<Props, "columns" | "onColumns">) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal={false}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />}>
          {t("contacts.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("contacts.columns")} p={0}>
        <Suspense
          fallback={
            <Text size="sm" p="md">
              {t("app.loading")}
            </Text>
          }>
          <ColumnChoice columns={columns} onColumns={onColumns} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
