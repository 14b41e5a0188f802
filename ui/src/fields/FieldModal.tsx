import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Field, FieldChanges, FieldKind } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
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
  const isBlank = { label: label.trim() === "", choices: hasChoices(kind) && choices.length === 0 };
  const choicesError = tried && isBlank.choices ? t("fields.choicesBlank") : errors.at("/choices");
  const touch = (changed: Parameters<typeof edited.touch>[0]) => {
    edited.touch(changed);
    save.reset();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isBlank.label || isBlank.choices || save.isPending) return;
    if (field && edited.isChanged)
      change.mutate(sent(edited, { first, now: field.choices }), { onSuccess: onClose, onError: edited.onError });
    else if (field) onClose();
    else create.mutate({ label: label.trim(), kind, choices }, { onSuccess: onClose });
  };

  return (
    <Dialog title={field ? t("fields.edit", { label: field.label }) : t("fields.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("fields.label")}
            value={label}
            data-autofocus
            maxLength={100}
            error={tried && isBlank.label ? t("fields.labelBlank") : errors.at("/label")}
            onChange={(event) => touch({ label: event.currentTarget.value })}
          />
          {field ? <FixedKind kind={kind} /> : <KindSelect kind={kind} onChange={setKind} error={errors.at("/kind")} />}
          {hasChoices(kind) && field && <ChoicesEditor rows={rows} error={choicesError} onChange={(next) => touch({ rows: next })} />}
          {hasChoices(kind) && !field && (
            <ChoiceLines
              value={lines}
              error={choicesError}
              onChange={(typed) => {
                setLines(typed);
                save.reset();
              }}
            />
          )}
          {errors.rest(["/label", "/kind", "/choices"]) && <FailureAlert failure={save.error} />}
          <FormButtons label={field ? t("fields.save") : t("fields.create")} loading={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

/** The choices of a new field, one a line. */
function ChoiceLines({ value, error, onChange }: { value: string; error: string | null; onChange: (typed: string) => void }) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("fields.choices")}
      description={t("fields.choicesHint")}
      autosize
      minRows={3}
      maxRows={12}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function sent(
  { changes, before }: Pick<ReturnType<typeof useEdited<{ label: string; rows: ChoiceRow[] }>>, "changes" | "before">,
  choicesOfField: Then,
): FieldChanges {
  const choices = changes.rows && {
    ...changeOf(uponNow(changes.rows, choicesOfField)),
    before: { choices: before.rows?.map(({ was }) => was) },
  };
  return { label: changes.label, ...choices, before: { label: before.label, ...choices?.before } };
}

function FixedKind({ kind }: { kind: FieldKind }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t("fields.kindFixed", { kind: t(`fields.kinds.${kind}`) })}
    </Text>
  );
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
