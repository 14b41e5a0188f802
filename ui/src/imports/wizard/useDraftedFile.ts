/** The selected file, kept as a draft together with what is chosen for it. */
import { useEffect, useState } from "react";
import { carriedOver, type Choices } from "./choices";
import { draftNow, dropDraft, isFileOf, keepDraft, type Draft } from "./draft";
import { takeHandedOver } from "./handOver";
import { useSelectedFile, type SelectedFile } from "./useSelectedFile";

export function useDraftedFile(address: string, found: Draft | null) {
  const [draft] = useState(found);
  const kept = draft?.file ? { id: draft.id, file: draft.file, inspection: draft.inspection } : undefined;
  const lost = draft?.file === null ? draft : null;

  const onSelected = (selected: SelectedFile, before: SelectedFile | undefined) => {
    const earlier = before?.file === selected.file ? draftNow() : lost && isFileOf(lost, selected.file) ? lost : null;
    const choices = earlier?.choices ? carriedOver(earlier.choices, earlier.inspection, selected.inspection) : null;
    keepDraft(address, selected, choices);
  };
  const selection = useSelectedFile({ kept, onSelected, onRefused: dropDraft });
  useHandedOver(address, selection.select);

  return {
    selection,
    /** What was chosen for a file that must be selected once more. */
    lost,
    choicesFor: ({ id }: SelectedFile): Choices | null => {
      const now = draftNow();
      return now?.id === id ? now.choices : null;
    },
  };
}

/** A file that another page has for this wizard is as good as selected. */
function useHandedOver(address: string, select: (file: File) => void) {
  useEffect(() => {
    const file = takeHandedOver(address);
    if (file) select(file);
  }, [address, select]);
}
