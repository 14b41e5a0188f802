import { Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Contact } from "../api/types";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { FormButtons } from "../common/FormButtons";
import { titleOf } from "../contacts/contact";
import { useForgetContact } from "../contacts/queries";
import { ErasurePreviewText } from "./ErasurePreviewText";
import { useErase, useErasurePreview } from "./queries";

/** Says what an erasure does, and wants the address typed before it does it. */
export default function EraseDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const preview = useErasurePreview(contact.id);
  const erase = useErase(contact.id);
  const forget = useForgetContact();
  const confirmed = typed.trim().toLowerCase() === contact.email.toLowerCase();
  const leave = async () => {
    await navigate("/contacts", { replace: true });
    forget(contact.id);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (confirmed && preview.data && !erase.isPending) erase.mutate(undefined, { onSuccess: leave });
  };
  return (
    <Dialog title={t("erasure.title")} size="lg" onClose={onClose}>
      <form onSubmit={submit}>
        <Stack style={{ overflowWrap: "anywhere" }}>
          <Text size="sm">{t("erasure.what", { contact: titleOf(contact) })}</Text>
          <Text size="sm">{t("erasure.hash")}</Text>
          {preview.isError && <FailureAlert failure={preview.error} onRetry={() => void preview.refetch()} />}
          {preview.isPending && <Skeleton h={96} role="status" aria-label={t("app.loading")} />}
          {preview.data && <ErasurePreviewText preview={preview.data} />}
          <TextInput
            label={t("erasure.confirm", { email: contact.email })}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {erase.isError && <FailureAlert failure={erase.error} />}
          <FormButtons
            label={t("erasure.erase")}
            color="red"
            loading={erase.isPending}
            disabled={!confirmed || !preview.data}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
