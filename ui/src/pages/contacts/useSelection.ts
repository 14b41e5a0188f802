import { useState } from "react";
import type { Matching } from "../../api/types";
import { NOTHING, type Selection } from "../../contacts/selection";

/** What is selected in the list. Once the list asks for other contacts, nothing is. */
export function useSelection(matching: Matching): [Selection, (selection: Selection) => void] {
  const asked = JSON.stringify(matching);
  const [kept, setKept] = useState({ asked, selection: NOTHING });
  return [kept.asked === asked ? kept.selection : NOTHING, (selection) => setKept({ asked, selection })];
}
