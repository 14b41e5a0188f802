import { Autocomplete, type AutocompleteProps } from "@mantine/core";
import type { KeyboardEvent } from "react";
import listClasses from "../common/list.module.css";
import { useList } from "../lists/queries";

/** A contact's status: those of the list are offered, and whatever else an import brought can stand there too. */
export function StatusInput(props: AutocompleteProps) {
  const { data } = useList("contact-statuses");
  return (
    <Autocomplete
      {...props}
      data={data?.items.map(({ label }) => label) ?? []}
      limit={50}
      withScrollArea={false}
      autoComplete="off"
      onKeyDown={leaveEscapeToTheList}
      classNames={{ options: listClasses.options, option: listClasses.option }}
    />
  );
}

/** The first Escape closes the list of suggestions; only the next one leaves the field. */
function leaveEscapeToTheList(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key === "Escape" && event.currentTarget.dataset.expanded === "true") event.preventDefault();
}
