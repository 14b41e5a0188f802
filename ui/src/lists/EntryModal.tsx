import { Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry } from "../api/types";
import { ColourChoice } from "../common/ColourChoice";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { useEdited } from "../common/useEdited";
import { hasColours } from "./colours";
import { useChangeEntry, useCreateEntry, type ListName } from "./queries";

/** Adds an entry to a list, or changes one. */
export default function EntryModal({ list, entry, onClose }: { list: ListName; entry: ListEntry | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { typed, touch, isChanged, changes, before, onError } = useEdited({ label: entry?.label ?? "", colour: entry?.colour ?? "gray" });
  const [tried, setTried] = useState(false);
  const create = useCreateEntry(list);
  const change = useChangeEntry(list, entry?.id ?? 0);
  const save = entry ? change : create;
  const label = typed.label.trim();
  const errors = placedErrors(save.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (label === "" || save.isPending) return;
    if (!entry) create.mutate({ label, colour: typed.colour }, { onSuccess: onClose });
    else if (isChanged) change.mutate({ ...changes, before }, { onSuccess: onClose, onError });
    else onClose();
  };
  return (
    <Dialog title={entry ? t("lists.edit", { label: entry.label }) : t(`lists.${list}.add`)} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("lists.label")}
            data-autofocus
            autoComplete="off"
            maxLength={100}
            value={typed.label}
            error={tried && label === "" ? t("lists.labelBlank") : errors.at("/label")}
            onChange={(event) => {
              touch({ label: event.currentTarget.value });
              save.reset();
            }}
          />
          {hasColours(list) && <ColourChoice value={typed.colour} onChange={(colour) => touch({ colour })} />}
          {errors.rest(["/label"]) && <FailureAlert failure={save.error} />}
          <FormButtons label={t(entry ? `lists.${list}.save` : `lists.${list}.create`)} loading={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
