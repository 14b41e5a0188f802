import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Inspection } from "../../api/types";
import { inspectFile, isAbort, type Chosen } from "./inspect";

export interface SelectedFile {
  /** Tells one selection from the next, also of the same file. */
  id: string;
  file: File;
  inspection: Inspection;
}

interface Wanted {
  file: File;
  chosen: Chosen;
}

interface Options {
  /** The file that is there from the start. */
  kept: SelectedFile | undefined;
  onSelected: (selected: SelectedFile, before: SelectedFile | undefined) => void;
  onRefused: () => void;
}

/** The file that was selected last: being read, refused, or understood. The same file can be read in another way; when that is
 *  refused, it stays as it was understood before. */
export function useSelectedFile({ kept, onSelected, onRefused }: Options) {
  const [selected, setSelected] = useState(kept);
  const [share, setShare] = useState(0);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const isAgain = (file: File | undefined) => file !== undefined && file === selected?.file;
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: async ({ file, chosen }: Wanted): Promise<SelectedFile> => {
      abort.current?.abort();
      abort.current = new AbortController();
      setShare(0);
      const watch = { signal: abort.current.signal, onProgress: (read: number) => setShare(Math.floor((100 * read) / file.size)) };
      return { id: crypto.randomUUID(), file, inspection: await inspectFile(file, { chosen }, watch) };
    },
    onSuccess: (found) => {
      onSelected(found, selected);
      setSelected(found);
    },
    onError: (thrown, { file }) => {
      if (isAbort(thrown) || isAgain(file)) return;
      onRefused();
      setSelected(undefined);
    },
  });
  const isAnother = isPending && !isAgain(variables.file);
  return {
    select: (file: File) => mutate({ file, chosen: {} }),
    /** Reads the selected file in another way. */
    readAs: (chosen: Chosen) => {
      if (selected) mutate({ file: selected.file, chosen });
    },
    cancel: () => abort.current?.abort(),
    selected,
    error: isAbort(error) ? null : error,
    /** The file that is being read, and how many percent of it have been. */
    reading: isAnother ? { name: variables.file.name, share } : null,
    isReadAgain: isPending && !isAnother,
  };
}
