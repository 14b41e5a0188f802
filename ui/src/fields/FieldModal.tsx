import { Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Field, FieldChanges, FieldKind } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import listClasses from "../common/list.module.css";
import { placedErrors } from "../common/placedErrors";
import { useEdited } from "../common/useEdited";
import { changeOf, rowsOf, uponNow, type ChoiceRow, type Then } from "./choices";
import { ChoicesEditor } from "./ChoicesEditor";
import { choicesOf, hasChoices, KINDS } from "./kinds";
import { useChangeField, useCreateField } from "./queries";

/** Makes a custom field, or changes its label and its choices. What it holds stays as it was made. */
export default function FieldModal({ field, onClose }: { field: Field | null; onClose: () => void }) {
  const { t } = useTranslation();
  const edited = useEdited({ label: field?.label ?? "", rows: rowsOf(field?.choices ?? []) });
  const { label, rows } = edited.typed;
  const [first] = useState(field?.choices ?? []);
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [lines, setLines] = useState("");
  const [tried, setTried] = useState(false);
  const create = useCreateField();
  const change = useChangeField(field?.name ?? "");
  const save = field ? change : create;
  const errors = placedErrors(save.error);
  const choices = !hasChoices(kind) ? [] : field ? changeOf(rows).choices : choicesOf(lines);
  const blank = { label: tried && label.trim() === "", choices: tried && hasChoices(kind) && choices.length === 0 };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (label.trim() === "" || (hasChoices(kind) && choices.length === 0) || save.isPending) return;
    if (field && edited.isChanged) change.mutate(sent(edited, { first, now: field.choices }), { onSuccess: onClose, onError: edited.onError });
    else if (field) onClose();
    else create.mutate({ label: label.trim(), kind, choices }, { onSuccess: onClose });
  };

  return (
    <Dialog title={field ? t("fields.edit", { label: field.label }) : t("fields.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={t("fields.label")} value={label} data-autofocus maxLength={100} error={blank.label ? t("fields.labelBlank") : errors.at("/label")}
            onChange={(event) => { edited.touch({ label: event.currentTarget.value }); save.reset(); }} />
          {field ? <Text size="sm" c="dimmed">{t("fields.kindFixed", { kind: t(`fields.kinds.${kind}`) })}</Text> : <KindSelect kind={kind} onChange={setKind} error={errors.at("/kind")} />}
          {hasChoices(kind) && field && (
            <ChoicesEditor rows={rows} error={blank.choices ? t("fields.choicesBlank") : errors.at("/choices")} onChange={(next) => { edited.touch({ rows: next }); save.reset(); }} />
          )}
          {hasChoices(kind) && !field && (
            <Textarea label={t("fields.choices")} description={t("fields.choicesHint")} autosize minRows={3} maxRows={12} value={lines} error={blank.choices ? t("fields.choicesBlank") : errors.at("/choices")}
              onChange={(event) => { setLines(event.currentTarget.value); save.reset(); }} />
          )}
          {errors.rest(["/label", "/kind", "/choices"]) && <FailureAlert failure={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="submit" loading={save.isPending}>{field ? t("fields.save") : t("fields.create")}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function sent({ changes, before }: Pick<ReturnType<typeof useEdited<{ label: string; rows: ChoiceRow[] }>>, "changes" | "before">, choicesOfField: Then): FieldChanges {
  const choices = changes.rows && { ...changeOf(uponNow(changes.rows, choicesOfField)), before: { choices: before.rows?.map(({ was }) => was) } };
  return { label: changes.label, ...choices, before: { label: before.label, ...choices?.before } };
}

function KindSelect({ kind, onChange, error }: { kind: FieldKind; onChange: (kind: FieldKind) => void; error: string | null }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("fields.kind")}
      description={t(`fields.kindHints.${kind}`)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={KINDS.map((value) => ({ value, label: t(`fields.kinds.${value}`) }))}
      value={kind}
      onChange={(changed) => onChange((changed ?? kind) as FieldKind)}
      renderOption={({ option }) => (
        <div>
          <div>{option.label}</div>
          <div style={{ fontSize: 12, opacity: 0.8 }}>{t(`fields.kindHints.${option.value as FieldKind}`)}</div>
        </div>
      )}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option }}
      allowDeselect={false}
      error={error}
    />
  );
}
