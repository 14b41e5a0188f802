import { NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { ManualActivity } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { fromLocalInput, toLocalInput } from "../fields/value";
import { useActivityTypes, useAddActivity } from "./queries";

const TEXTS = ["title", "item", "value", "url"] as const;
const SHOWN = ["type", "at", ...TEXTS, "comment"].map((name) => `/${name}`);

/** Writes down by hand that something happened. */
export default function AddActivityModal({ contactId, onClose }: { contactId: number; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: types = [] } = useActivityTypes();
  const offered = types.filter(({ enabled, manual }) => enabled && manual);
  const [typed, setTyped] = useState<Omit<ManualActivity, "type"> & { type?: string }>({});
  const add = useAddActivity(contactId);
  const errors = placedErrors(add.error);
  const type = typed.type ?? offered[0]?.name ?? "";
  const set = (name: keyof ManualActivity, value: string) => {
    setTyped((old) => ({ ...old, [name]: value || undefined }));
    add.reset();
  };
  const text = (name: (typeof TEXTS)[number] | "comment") => ({
    label: t(`activities.fields.${name}`),
    value: typed[name] ?? "",
    error: errors.at(`/${name}`),
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!add.isPending) add.mutate({ ...typed, type }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("activities.add")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <NativeSelect
            label={t("activities.type")}
            data-autofocus
            data={offered.map(({ name, label }) => ({ value: name, label }))}
            value={type}
            error={errors.at("/type")}
            onChange={(event) => set("type", event.currentTarget.value)}
          />
          <TextInput
            label={t("activities.at")}
            description={t("activities.atHint")}
            type="datetime-local"
            value={toLocalInput(typed.at ?? "")}
            error={errors.at("/at")}
            onChange={(event) => set("at", fromLocalInput(event.currentTarget.value))}
          />
          {TEXTS.map((name) => (
            <TextInput key={name} {...text(name)} type={name === "url" ? "url" : "text"} />
          ))}
          <Textarea {...text("comment")} autosize minRows={2} />
          {errors.rest(SHOWN) && <FailureAlert failure={add.error} />}
          <FormButtons label={t("activities.add")} loading={add.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
