import { Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, InspectedColumn } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { useFields } from "../../fields/queries";
import { ColumnCard } from "./ColumnCard";
import { columnTitles } from "./columnTitles";
import { assign, holderOf, type Mapping } from "./mapping";
import classes from "./Wizard.module.css";

type Shown = "all" | "mapped" | "unmapped";

const NO_FIELDS: Field[] = [];

/** With more columns than this, a filter helps. */
const MANY = 12;

interface Props {
  columns: InspectedColumn[];
  mapping: Mapping;
  onChange: (change: (old: Mapping) => Mapping) => void;
  /** Why a column came mapped as it is. */
  whyOf: (column: number) => string | null;
  locked: boolean;
}

/** Step 3: every column with its header, its samples and the field it goes into. */
export function MappingStep({ columns, mapping, onChange, whyOf, locked }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>("all");
  const { data: fields = NO_FIELDS, error, refetch } = useFields();
  const titles = columnTitles(columns);
  const usedBy = useHolders(mapping, columns);
  const onField = useCallback((position: number, field: string | null) => onChange((old) => assign(old, position, field)), [onChange]);
  const visible = columns.map((_, position) => position).filter((position) => isShown(shown, mapping[position] != null));
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">{t("wizard.map.text")}</Text>
        <Text size="sm" fw={600} role="status">{t("wizard.map.mapped", { mapped: mapping.filter(Boolean).length, total: columns.filter(({ own }) => !own).length })}</Text>
      </Group>
      {columns.length > MANY && <Filter shown={shown} onChange={setShown} />}
      {visible.length === 0 && <Text size="sm">{t("wizard.map.nothing")}</Text>}
      <ul className={classes.columns}>
        {columns.map((column, position) => visible.includes(position) && (
          <ColumnCard key={position} column={column} position={position} title={titles[position] ?? column.name} field={mapping[position] ?? null}
            fields={fields} why={whyOf(position)} locked={locked} usedBy={usedBy} onField={onField} />
        ))}
      </ul>
    </Stack>
  );
}

/** Who holds a field. The function stays the same while the mapping changes, so that only the column concerned is drawn
 *  again; a list of fields asks when it is opened. */
function useHolders(mapping: Mapping, columns: InspectedColumn[]) {
  const latest = useRef(mapping);
  useEffect(() => {
    latest.current = mapping;
  }, [mapping]);
  return useCallback((position: number, field: string): string | null => {
    const holder = holderOf(latest.current, field);
    return holder === null || holder === position ? null : (columnTitles(columns)[holder] ?? null);
  }, [columns]);
}

function isShown(shown: Shown, mapped: boolean): boolean {
  return shown === "all" || (shown === "mapped") === mapped;
}

function Filter({ shown, onChange }: { shown: Shown; onChange: (shown: Shown) => void }) {
  const { t } = useTranslation();
  const data = [
    { value: "all", label: t("wizard.map.all") },
    { value: "mapped", label: t("wizard.map.onlyMapped") },
    { value: "unmapped", label: t("wizard.map.onlyUnmapped") },
  ];
  return <SegmentedControl aria-label={t("wizard.map.show")} data={data} value={shown} onChange={(value) => onChange(value as Shown)} w="fit-content" />;
}
