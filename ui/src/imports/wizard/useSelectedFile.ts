import { useMutation } from "@tanstack/react-query";
import type { Inspection } from "../../api/types";
import { inspectFile } from "./inspect";

export interface SelectedFile {
  /** Tells one selection from the next, also of the same file. */
  id: string;
  file: File;
  inspection: Inspection;
}

/** The file that was selected last: being read, refused, or understood. */
export function useSelectedFile() {
  const { mutate, data, error, isPending, variables } = useMutation({
    mutationFn: async (file: File): Promise<SelectedFile> => ({ id: crypto.randomUUID(), file, inspection: await inspectFile(file) }),
  });
  return { select: mutate, selected: data, error, reading: isPending ? variables.name : null };
}
