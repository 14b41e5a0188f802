import { Stack } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import, Inspection } from "../../api/types";
import { asSentence } from "../../common/format";
import { useFields } from "../../fields/queries";
import { BlankChoice } from "./BlankChoice";
import { firstChoices, firstMapping, toPlan, type Choices } from "./choices";
import { keepChoices } from "./draft";
import { IDENTITY, isIdentityMapped, type Mapping } from "./mapping";
import { MappingStep } from "./MappingStep";
import { toSegment, type GroupRef } from "./segment";
import { SegmentStep } from "./SegmentStep";
import { StartStep } from "./StartStep";
import { Step } from "./Step";
import { UnfitChoice } from "./UnfitChoice";
import type { SelectedFile } from "./useSelectedFile";
import type { ImportRun } from "./useStartImport";

interface Props extends SelectedFile {
  /** What was chosen for the file already. */
  kept: Choices | null;
  /** The import whose settings are taken over. */
  earlier: Import | undefined;
  group: GroupRef | null | undefined;
  run: ImportRun;
}

/** Steps 2 to 4, for one file. */
export function PlanSteps({ kept, earlier, group, run, ...selected }: Props) {
  const { t } = useTranslation();
  const { file, inspection } = selected;
  const [choices, setChoices] = useState(() => kept ?? firstChoices(inspection, earlier, group));
  useEffect(() => keepChoices(choices), [choices]);
  const change = useCallback(
    (changed: Partial<Choices> | ((old: Choices) => Partial<Choices>)) =>
      setChoices((old) => ({ ...old, ...(typeof changed === "function" ? changed(old) : changed) })),
    [],
  );
  const { mapping, segment: choice, blank, unfit } = choices;
  const [first] = useState(() => firstMapping(inspection, earlier));
  const missing = useMissing(choices);
  const segment = toSegment(choice);
  const what = segment && missing.length === 0 ? { file, plan: toPlan(choices, inspection, segment) } : null;
  return (
    <>
      <SegmentStep choice={choice} onChange={(segment) => change({ segment })} locked={run.pending} />
      <Step number={3} title={t("wizard.steps.map")}>
        <Stack gap="xl">
          <MappingStep
            selected={selected}
            choices={choices}
            onChange={change}
            first={first}
            whyOf={useWhy(inspection, { mapping, first, earlier })}
            locked={run.pending}
          />
          <BlankChoice blank={blank} onChange={(blank) => change({ blank })} locked={run.pending} />
          <UnfitChoice label={t("wizard.unfit.question")} rule={unfit} onChange={(unfit) => change({ unfit })} locked={run.pending} />
        </Stack>
      </Step>
      <StartStep file={file} columns={inspection.columns} mapping={mapping} run={run} missing={missing} what={what} />
    </>
  );
}

/** Why a column came mapped as it is, or why not; nothing once the person has changed it. */
function useWhy({ columns }: Inspection, { mapping, first, earlier }: { mapping: Mapping; first: Mapping; earlier: Import | undefined }) {
  const { t } = useTranslation();
  return (position: number): string | null => {
    const column = columns[position];
    const field = mapping[position];
    if (!column || field !== first[position]) return null;
    const remembered = earlier?.columns.some(({ name }) => name === column.name);
    if (remembered) return field == null ? null : t("wizard.map.remembered", { id: earlier?.id });
    return column.why == null ? null : asSentence(column.why);
  };
}

/** What must be done before the import can start. */
function useMissing({ mapping, segment }: Choices): string[] {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  const missing: string[] = [];
  const field = fields.find(({ name }) => name === IDENTITY)?.label ?? IDENTITY;
  if (!isIdentityMapped(mapping)) missing.push(t("wizard.start.noEmail", { field }));
  if (toSegment(segment) === null)
    missing.push(t(segment.kind === "group" ? "wizard.segment.existingBlank" : "wizard.segment.newNameBlank"));
  return missing;
}
