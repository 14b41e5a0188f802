import { Stack, Switch, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityType } from "../api/types";
import { ColourChoice } from "../common/ColourChoice";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { useEdited } from "../common/useEdited";
import { useChangeType, useCreateType, type NewType } from "./queries";

const SHOWN = ["/label", "/manual", "/colour"];

/** Makes a type of activities, or changes how one is called and shown; built-in ones keep their names. */
export default function TypeModal({ type, onClose }: { type: ActivityType | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { typed, touch, isChanged, changes, before, onError } = useEdited<NewType>({
    label: type?.label ?? "",
    manual: type?.manual ?? true,
    colour: type?.colour ?? "blue",
  });
  const [tried, setTried] = useState(false);
  const create = useCreateType();
  const change = useChangeType(type?.name ?? "");
  const save = type ? change : create;
  const errors = placedErrors(save.error);
  const label = typed.label.trim();
  const set = (changed: Partial<NewType>) => {
    touch(changed);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (label === "" || save.isPending) return;
    if (!type) create.mutate({ ...typed, label }, { onSuccess: onClose });
    else if (isChanged) change.mutate({ ...changes, before }, { onSuccess: onClose, onError });
    else onClose();
  };
  return (
    <Dialog title={type ? t("activities.editType", { label: type.label }) : t("activities.newType")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {!type?.builtin && (
            <TextInput
              label={t("activities.typeLabel")}
              data-autofocus
              maxLength={100}
              value={typed.label}
              error={tried && label === "" ? t("activities.typeLabelBlank") : errors.at("/label")}
              onChange={(event) => set({ label: event.currentTarget.value })}
            />
          )}
          <ColourChoice value={typed.colour} onChange={(colour) => set({ colour })} />
          {!type?.builtin && (
            <Switch
              label={t("activities.manualLong")}
              checked={typed.manual}
              onChange={(event) => set({ manual: event.currentTarget.checked })}
            />
          )}
          {errors.rest(SHOWN) && <FailureAlert failure={save.error} />}
          <FormButtons label={type ? t("activities.save") : t("activities.createType")} loading={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
