/** All that is chosen for a file before it is imported. */
import type { Import, Inspection, NewImport, UnfitRule } from "../../api/types";
import { isSame, proposedMapping, rememberedMapping, type Mapping } from "./mapping";
import { firstChoice, type GroupRef, type SegmentChoice } from "./segment";

export interface Choices {
  mapping: Mapping;
  segment: SegmentChoice;
  blank: NewImport["blank"];
  /** What becomes of values that do not fit their field; and of those of single columns, by the column's place. */
  unfit: UnfitRule;
  unfitOf: Readonly<Record<number, UnfitRule>>;
}

export function firstMapping(inspection: Inspection, earlier: Import | undefined): Mapping {
  return earlier ? rememberedMapping(inspection.columns, earlier) : proposedMapping(inspection.columns);
}

export function firstChoices(inspection: Inspection, earlier: Import | undefined, group: GroupRef | null | undefined): Choices {
  return {
    mapping: firstMapping(inspection, earlier),
    segment: firstChoice(inspection.suggested_group, group),
    blank: earlier?.blank ?? "keep",
    unfit: "leave",
    unfitOf: {},
  };
}

/** The choices for a file that is now read in another way. What was chosen for columns stays where there are as many of them;
 *  a column that was left as proposed goes with the new proposal. */
export function carriedOver(old: Choices, before: Inspection, now: Inspection): Choices {
  const proposed = proposedMapping(now.columns);
  if (before.columns.length !== now.columns.length) return { ...old, mapping: proposed, unfitOf: {} };
  const isUntouched = isSame(old.mapping, proposedMapping(before.columns));
  return { ...old, mapping: isUntouched ? proposed : old.mapping };
}

/** What the API is told, but for the file. */
export function toPlan(
  { mapping, blank, unfit, unfitOf }: Choices,
  inspection: Inspection,
  segment: NewImport["segment"],
): Omit<NewImport, "file_id"> {
  const columns = mapping.flatMap((field, column) => {
    if (field === null) return [];
    const { field: proposed, label_column: label } = inspection.columns[column] ?? {};
    const rule = unfitOf[column] ?? unfit;
    return [{ column, field, ...(label != null && field === proposed && { label_column: label }), ...(rule !== unfit && { unfit: rule }) }];
  });
  const { encoding, delimiter, encodings } = inspection;
  return { mapping: columns, segment, blank, ...(unfit !== "leave" && { unfit }), ...(encodings && { encoding, delimiter }) };
}
