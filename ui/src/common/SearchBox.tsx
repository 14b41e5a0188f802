import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { withParam } from "./useKeyPaging";

/** A search box whose words stand in the address (`?search=`), a moment after the last key. */
export function SearchBox({ label, hint }: { label: string; hint: string }) {
  const { t } = useTranslation();
  const [words, setWords] = useSearchWords();
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={hint}
      leftSection={<IconSearch size={16} />}
      rightSection={words && <CloseButton size="sm" aria-label={t("common.clearSearch")} onClick={() => setWords("")} />}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      maw={420}
      flex={1}
      miw={200}
    />
  );
}

/** The search words of the address. */
export function useSearch(): string {
  return useSearchParams()[0].get("search") ?? "";
}

function useSearchWords(): [string, (words: string) => void] {
  const [, setParams] = useSearchParams();
  const inAddress = useSearch();
  const [typed, setTyped] = useState({ words: inAddress, sent: inAddress });
  const send = useDebouncedCallback((words: string) => {
    setTyped({ words, sent: words.trim() });
    setParams((old) => withParam(withParam(old, "after", ""), "search", words.trim()), { replace: true });
  }, 300);
  // "Back" changed the address under us: its words win.
  const words = typed.sent === inAddress ? typed.words : inAddress;
  return [
    words,
    (changed) => {
      setTyped({ words: changed, sent: inAddress });
      send(changed);
    },
  ];
}
