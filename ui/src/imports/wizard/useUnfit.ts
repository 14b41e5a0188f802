/** Which values do not fit the fields that their columns go into. The inspection told it of the fields that it proposed; of others
 *  the server is asked. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Unfit } from "../../api/types";
import { inspectFile } from "./inspect";
import { isSame, proposedMapping, type Mapping } from "./mapping";
import type { SelectedFile } from "./useSelectedFile";

export function useUnfit({ id, file, inspection }: SelectedFile, mapping: Mapping): (position: number) => Unfit | null {
  const [asked] = useDebouncedValue(mapping, 300);
  const proposed = proposedMapping(inspection.columns);
  const { data } = useQuery({
    queryKey: ["inspections", id, asked],
    queryFn: async ({ signal }) => ({
      asked,
      columns: (await inspectFile(file, { chosen: chosenOf(inspection), mapping: asked }, { signal, onProgress: () => {} })).columns,
    }),
    enabled: !isSame(asked, proposed),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (position) => {
    const field = mapping[position];
    if (field == null) return null;
    if (field === proposed[position]) return inspection.columns[position]?.unfit ?? null;
    return data?.asked[position] === field ? (data.columns[position]?.unfit ?? null) : null;
  };
}

/** The file as it was understood: nothing of it is guessed anew. */
const chosenOf = ({ encoding, delimiter }: SelectedFile["inspection"]) => ({ encoding, delimiter });
