import { Box, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import, NewImport } from "../../api/types";
import { asSentence } from "../../common/format";
import { useFields } from "../../fields/queries";
import { BlankChoice } from "./BlankChoice";
import { IDENTITY, isIdentityMapped, recognisedMapping, rememberedMapping, toMappedColumns, type Mapping } from "./mapping";
import { MappingStep } from "./MappingStep";
import { firstChoice, toSegment, type GroupRef, type SegmentChoice } from "./segment";
import { SegmentStep } from "./SegmentStep";
import { StartStep } from "./StartStep";
import { Step } from "./Step";
import type { SelectedFile } from "./useSelectedFile";
import type { ImportRun } from "./useStartImport";

interface Props extends SelectedFile {
  /** The import whose settings are taken over. */
  earlier: Import | undefined;
  group: GroupRef | null | undefined;
  run: ImportRun;
}

/** Steps 2 to 4, for one file. */
export function PlanSteps({ file, inspection, earlier, group, run }: Props) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState(() => firstChoice(inspection.suggested_group, group));
  const [blank, setBlank] = useState<NewImport["blank"]>(earlier?.blank ?? "keep");
  const { mapping, setMapping, whyOf } = useMapping(inspection.columns, earlier);
  const missing = useMissing(mapping, choice);
  const segment = toSegment(choice);
  const what = segment && missing.length === 0 ? { file, plan: { mapping: toMappedColumns(mapping), segment, blank } } : null;
  return (
    <>
      <SegmentStep choice={choice} onChange={setChoice} locked={run.pending} />
      <Step number={3} title={t("wizard.steps.map")}>
        <Stack gap="xl">
          <MappingStep columns={inspection.columns} mapping={mapping} onChange={setMapping} whyOf={whyOf} locked={run.pending} />
          <Box><BlankChoice blank={blank} onChange={setBlank} locked={run.pending} /></Box>
        </Stack>
      </Step>
      <StartStep file={file} run={run} missing={missing} what={what} />
    </>
  );
}

function useMapping(columns: SelectedFile["inspection"]["columns"], earlier: Import | undefined) {
  const { t } = useTranslation();
  const [first] = useState(() => (earlier ? rememberedMapping(columns, earlier) : recognisedMapping(columns)));
  const [mapping, setMapping] = useState(first);
  /** Why a column came mapped as it is; nothing once the person has changed it. */
  const whyOf = (position: number): string | null => {
    const column = columns[position];
    if (!column || mapping[position] == null || mapping[position] !== first[position]) return null;
    const remembered = earlier?.columns.some(({ name }) => name === column.name);
    if (remembered) return t("wizard.map.remembered", { id: earlier?.id });
    return column.why == null ? null : asSentence(column.why);
  };
  return { mapping, setMapping, whyOf };
}

/** What must be done before the import can start. */
function useMissing(mapping: Mapping, choice: SegmentChoice): string[] {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  const missing: string[] = [];
  const field = fields.find(({ name }) => name === IDENTITY)?.label ?? IDENTITY;
  if (!isIdentityMapped(mapping)) missing.push(t("wizard.start.noEmail", { field }));
  if (toSegment(choice) === null) missing.push(t(choice.kind === "group" ? "wizard.segment.existingBlank" : "wizard.segment.newNameBlank"));
  return missing;
}
