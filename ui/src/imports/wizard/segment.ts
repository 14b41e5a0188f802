/** The choice of a contact group while it is being made: what was typed stays when the choice moves on. */
import type { Import, Segment } from "../../api/types";

export type GroupRef = NonNullable<Import["group"]>;

export interface SegmentChoice {
  kind: Segment["kind"];
  name: string;
  group: GroupRef | null;
}

export function firstChoice(suggestedName: string, group: GroupRef | null | undefined): SegmentChoice {
  return { kind: group ? "group" : "new_group", name: suggestedName, group: group ?? null };
}

/** As the API takes it, or nothing while the choice is incomplete. */
export function toSegment({ kind, name, group }: SegmentChoice): Segment | null {
  if (kind === "none") return { kind };
  if (kind === "group") return group && { kind, group_id: group.id };
  return name.trim() === "" ? null : { kind, name: name.trim() };
}
