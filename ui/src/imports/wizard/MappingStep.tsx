import { Stack, Text } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, InspectedColumn, UnfitRule } from "../../api/types";
import { FailureAlert } from "../../common/FailureAlert";
import { useFields } from "../../fields/queries";
import type { Choices } from "./choices";
import { ColumnCard } from "./ColumnCard";
import { ColumnFilter, isShown, type Shown } from "./ColumnFilter";
import { columnTitles } from "./columnTitles";
import { assign, FULL_NAME, holderOf, IDENTITY, isSame, type Mapping } from "./mapping";
import { MappingHead } from "./MappingHead";
import { fieldFor, useNewFields } from "./newFields";
import type { SelectedFile } from "./useSelectedFile";
import { useUnfit } from "./useUnfit";
import classes from "./Wizard.module.css";

const NO_FIELDS: Field[] = [];

/** With more columns than this, a filter helps. */
const MANY = 12;

export type ChangeChoices = (change: Partial<Choices> | ((old: Choices) => Partial<Choices>)) => void;

interface Props {
  selected: SelectedFile;
  choices: Choices;
  onChange: ChangeChoices;
  /** The mapping as it was proposed. */
  first: Mapping;
  /** Why a column came mapped as it is. */
  whyOf: (column: number) => string | null;
  locked: boolean;
}

/** Step 3: every column with its header, its samples and the field it goes into. */
export function MappingStep({ selected, choices, onChange, first, whyOf, locked }: Props) {
  const { columns } = selected.inspection;
  const { mapping, unfit, unfitOf } = choices;
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>("all");
  const { error, refetch } = useFields();
  const fields = useMappedFields(columns);
  const titles = useMemo(() => columnTitles(columns), [columns]);
  const usedBy = useHolders(mapping, titles);
  const { onField, onUnfit } = useColumnChoices(onChange);
  const unfitAt = useUnfit(selected, mapping);
  const newFields = useNewFields(onField);
  const visible = columns.map((_, position) => position).filter((position) => isShown(shown, mapping[position] != null));
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      <MappingHead
        columns={columns}
        titles={titles}
        fields={fields}
        mapping={mapping}
        newFields={newFields}
        locked={locked}
        onReset={isSame(mapping, first) ? null : () => onChange({ mapping: first, unfitOf: {} })}
      />
      {columns.length > MANY && <ColumnFilter shown={shown} onChange={setShown} />}
      {visible.length === 0 && <Text size="sm">{t("wizard.map.nothing")}</Text>}
      <ul className={classes.columns}>
        {columns.map(
          (column, position) =>
            visible.includes(position) && (
              <ColumnCard
                key={position}
                column={column}
                position={position}
                title={titles[position] ?? column.name}
                field={mapping[position] ?? null}
                fields={fields}
                why={whyOf(position)}
                locked={locked || newFields.isPending}
                usedBy={usedBy}
                onField={onField}
                creatable={fieldFor(column, { position, title: titles[position] ?? "", fields })?.kind ?? null}
                onCreate={newFields.mutate}
                unfit={unfitAt(position)}
                rule={unfitOf[position] ?? unfit}
                onUnfit={mapping[position] === IDENTITY ? null : onUnfit}
              />
            ),
        )}
      </ul>
    </Stack>
  );
}

/** What is chosen on a column's card. */
function useColumnChoices(onChange: ChangeChoices) {
  const onField = useCallback(
    (position: number, field: string | null) => onChange((old) => ({ mapping: assign(old.mapping, position, field) })),
    [onChange],
  );
  const onUnfit = useCallback(
    (position: number, rule: UnfitRule) => onChange((old) => ({ unfitOf: { ...old.unfitOf, [position]: rule } })),
    [onChange],
  );
  return { onField, onUnfit };
}

/** The fields that a column can go into: where the reader knows whole names, such a name can be split into two of them. */
function useMappedFields(columns: InspectedColumn[]): Field[] {
  const { t } = useTranslation();
  const { data: fields = NO_FIELDS } = useFields();
  const knowsNames = columns.some(({ full_name }) => full_name !== undefined);
  const label = t("wizard.map.fullName");
  return useMemo(
    () => (knowsNames ? [...fields, { name: FULL_NAME, label, kind: "text", choices: [], custom: false }] : fields),
    [fields, knowsNames, label],
  );
}

/** Who holds a field. The function stays the same while the mapping changes, so that only the column concerned is drawn
 *  again; a list of fields asks when it is opened. */
function useHolders(mapping: Mapping, titles: string[]) {
  const latest = useRef(mapping);
  useEffect(() => {
    latest.current = mapping;
  }, [mapping]);
  return useCallback(
    (position: number, field: string): string | null => {
      const holder = holderOf(latest.current, field, position);
      return holder === null ? null : (titles[holder] ?? null);
    },
    [titles],
  );
}
