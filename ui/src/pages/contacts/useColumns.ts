import { useLocalStorage } from "@mantine/hooks";
import { parseColumns } from "../../contacts/columns";

/** The columns that this person chose in this browser; null for the usual ones. */
export function useColumns(): [string[] | null, (columns: string[] | null) => void] {
  const [columns, setColumns] = useLocalStorage<string[] | null>({
    key: "muster.contacts.columns",
    defaultValue: null,
    getInitialValueInEffect: false,
    deserialize: parseColumns,
    serialize: JSON.stringify,
  });
  return [columns, setColumns];
}
