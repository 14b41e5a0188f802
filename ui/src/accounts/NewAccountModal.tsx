import { NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { placedErrors } from "../common/placedErrors";
import { useList } from "../lists/queries";
import { accountPath } from "./links";
import { useCreateAccount } from "./queries";

/** Asks for the name and the status; all else is filled in on the account's page. */
export default function NewAccountModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateAccount();
  const statuses = useList("account-statuses").data?.items ?? [];
  const [name, setName] = useState("");
  const [status, setStatus] = useState("");
  const [tried, setTried] = useState(false);
  const errors = placedErrors(create.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || create.isPending) return;
    create.mutate(
      { name: name.trim(), status_id: status === "" ? null : Number(status) },
      { onSuccess: ({ id }) => void navigate(accountPath(id)) },
    );
  };
  return (
    <Dialog title={t("accounts.new")} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t("accounts.nameLabel")}
            data-autofocus
            autoComplete="off"
            maxLength={200}
            value={name}
            error={tried && name.trim() === "" ? t("accounts.nameBlank") : errors.at("/name")}
            onChange={(event) => {
              setName(event.currentTarget.value);
              create.reset();
            }}
          />
          {statuses.length > 0 && (
            <NativeSelect
              label={t("accounts.status")}
              value={status}
              onChange={(event) => setStatus(event.currentTarget.value)}
              error={errors.at("/status_id")}
              data={[{ value: "", label: t("fields.blankChoice") }, ...statuses.map(({ id, label }) => ({ value: String(id), label }))]}
            />
          )}
          {errors.rest(["/name", "/status_id"]) && <FailureAlert failure={create.error} />}
          <FormButtons label={t("accounts.create")} loading={create.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
