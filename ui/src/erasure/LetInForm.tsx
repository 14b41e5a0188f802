import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import { FailureAlert } from "../common/FailureAlert";
import { placedErrors } from "../common/placedErrors";
import { Section } from "../common/Section";
import { useLetIn } from "./queries";

/** Lets somebody in again who was erased and agreed to come back. */
export function LetInForm() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const letIn = useLetIn();
  const unknown = letIn.isError && toFailure(letIn.error).status === 404;
  const errors = placedErrors(letIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== "" && !letIn.isPending) letIn.mutate(email.trim(), { onSuccess: () => setEmail("") });
  };
  return (
    <Section title={t("erasure.letIn")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t("erasure.letInText")}</Text>
          <TextInput
            label={t("erasure.letInLabel")}
            type="email"
            autoComplete="off"
            maw={440}
            value={email}
            error={unknown ? t("erasure.letInUnknown") : errors.at("/email")}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
              letIn.reset();
            }}
          />
          {!unknown && errors.rest(["/email"]) && <FailureAlert failure={letIn.error} />}
          <Group>
            <Button type="submit" variant="default" loading={letIn.isPending} disabled={email.trim() === ""}>
              {t("erasure.letInButton")}
            </Button>
            <Text size="sm" role="status" style={{ overflowWrap: "anywhere" }}>
              {letIn.isSuccess ? t("erasure.letInDone", { email: letIn.variables }) : ""}
            </Text>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
