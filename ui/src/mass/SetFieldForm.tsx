import { Select, Stack, Text } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import listClasses from "../common/list.module.css";
import { placedErrors } from "../common/placedErrors";
import { FieldInput } from "../fields/FieldInput";
import { useFields } from "../fields/queries";
import { bySection } from "../fields/sections";
import { FormFoot, type FormProps } from "./FormFoot";

/** Puts one value into one field of all. The e-mail address is each contact's own. */
export function SetFieldForm({ onStart, ...foot }: FormProps) {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  const [name, setName] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const settable = fields.filter((one) => one.name !== "email");
  const field = settable.find((one) => one.name === name);
  const wrong = placedErrors(foot.failure).at("/action/value");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field) onStart({ kind: "set_field", field: field.name, value: value.trim() || null });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Select
          label={t("mass.field")}
          placeholder={t("mass.fieldHint")}
          data={bySection(settable).map(({ section, fields: own }) => ({
            group: t(`fields.sections.${section}`),
            items: own.map((one) => ({ value: one.name, label: one.label })),
          }))}
          value={name}
          onChange={(chosen) => {
            setName(chosen);
            setValue("");
          }}
          searchable
          withScrollArea={false}
          classNames={{ options: listClasses.options, option: listClasses.option }}
          nothingFoundMessage={t("fields.noneFound")}
          allowDeselect={false}
          data-autofocus
        />
        {field && <FieldInput key={field.name} field={field} value={value} onChange={setValue} error={wrong} />}
        {field && value.trim() === "" && <Text size="sm">{t("mass.set_field.clears", { label: field.label })}</Text>}
        <FormFoot {...foot} failure={wrong ? null : foot.failure} label={t("mass.set_field.button")} disabled={!field} />
      </Stack>
    </form>
  );
}
