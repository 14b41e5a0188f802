import { Loader, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { nameOf } from "./contact";
import { useContacts } from "./queries";
import classes from "./ContactSearch.module.css";

interface Props {
  label: string;
  /** The button that picks a contact. */
  action: (contact: Contact) => ReactNode;
}

const SHOWN = 20;

/** Searches contacts to pick some of them. */
export function ContactSearch({ label, action }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [search] = useDebouncedValue(words.trim(), 200);
  const query = useContacts({ matching: search ? { search } : {}, sort: "", after: undefined });
  const found = (query.data?.items ?? []).slice(0, SHOWN);
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label={label}
        placeholder={t("contacts.searchHint")}
        data-autofocus
        leftSection={<IconSearch size={16} />}
        rightSection={query.isFetching && <Loader size="xs" />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {query.isError && <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && found.length === 0 && (
        <Text size="sm" c="dimmed">
          {search ? t("contacts.found.nothing", { search }) : t("contacts.found.empty")}
        </Text>
      )}
      {found.length > 0 && (
        <div className={classes.foundList} tabIndex={0} role="region" aria-label={t("contacts.found.list")}>
          <ul className={classes.found}>
            {found.map((contact) => (
              <li key={contact.id}>
                <Found contact={contact} />
                {action(contact)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {(query.data?.items.length ?? 0) > SHOWN && (
        <Text size="xs" c="dimmed">
          {t("contacts.found.more", { count: SHOWN })}
        </Text>
      )}
    </Stack>
  );
}

function Found({ contact }: { contact: Contact }) {
  const name = nameOf(contact);
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" fw={500} truncate>
        {name || contact.email}
      </Text>
      {name && (
        <Text size="xs" c="dimmed" truncate>
          {contact.email}
        </Text>
      )}
    </div>
  );
}
