import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ColourChoice } from "../activities/ColourChoice";
import type { ListEntry } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { placedErrors } from "../common/placedErrors";
import { hasColours } from "./colours";
import { useChangeEntry, useCreateEntry, type ListName } from "./queries";
import "../accounts/texts";
import "../activities/texts";

/** Adds an entry to a list, or changes one. */
export default function EntryModal({ list, entry, onClose }: { list: ListName; entry: ListEntry | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [label, setLabel] = useState(entry?.label ?? "");
  const [colour, setColour] = useState(entry?.colour ?? "gray");
  const [tried, setTried] = useState(false);
  const create = useCreateEntry(list);
  const change = useChangeEntry(list, entry?.id ?? 0);
  const save = entry ? change : create;
  const errors = placedErrors(save.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (label.trim() === "" || save.isPending) return;
    save.mutate({ label: label.trim(), colour }, { onSuccess: onClose });
  };
  return (
    <Dialog title={entry ? t("accounts.lists.edit", { label: entry.label }) : t(`accounts.lists.${list}.add`)} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={t("accounts.lists.label")} data-autofocus autoComplete="off" maxLength={100} value={label} error={tried && label.trim() === "" ? t("accounts.lists.labelBlank") : errors.at("/label")}
            onChange={(event) => { setLabel(event.currentTarget.value); save.reset(); }} />
          {hasColours(list) && <ColourChoice value={colour} onChange={setColour} />}
          {errors.rest(["/label"]) && <FailureAlert failure={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={save.isPending}>{t(entry ? `accounts.lists.${list}.save` : `accounts.lists.${list}.create`)}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
