import { Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toFailure } from "../api/problem";
import type { Field } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { FieldInput } from "../fields/FieldInput";
import { useFields } from "../fields/queries";
import { useCreateContact } from "./queries";

/** What is asked for at once; all else is filled in on the contact's page. */
const ASKED = ["first_name", "last_name", "company", "job_title", "mobile_phone"];

export default function NewContactModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: all = [] } = useFields();
  const [email, setEmail] = useState("");
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const create = useCreateContact();
  const errors = placedErrors(create.error);
  const fields = ASKED.map((name) => all.find((field) => field.name === name)).filter((field): field is Field => field !== undefined);
  const refused = create.error === null ? null : toFailure(create.error);
  const emailError = errors.at("/email") ?? (refused?.code === "email_taken" ? refused.title : null);
  const shown = ["/email", ...fields.map(({ name }) => `/fields/${name}`)];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() === "" || create.isPending) return;
    const given = Object.entries(values).filter(([, value]) => value.trim() !== "");
    create.mutate({ email: email.trim(), fields: Object.fromEntries(given) }, { onSuccess: ({ id }) => void navigate(`/contacts/${id}`) });
  };
  return (
    <Dialog title={t("contacts.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("contacts.emailLabel")}
            type="email"
            autoComplete="off"
            data-autofocus
            value={email}
            error={tried && email.trim() === "" ? t("contacts.emailBlank") : emailError}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
              create.reset();
            }}
          />
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={values[field.name] ?? ""}
              error={errors.at(`/fields/${field.name}`)}
              onChange={(value) => {
                setValues((old) => ({ ...old, [field.name]: value }));
                create.reset();
              }}
            />
          ))}
          {refused && !emailError && errors.rest(shown) && <FailureAlert failure={refused} />}
          <FormButtons label={t("contacts.create")} loading={create.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
