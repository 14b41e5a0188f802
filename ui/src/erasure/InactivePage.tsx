import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../common/FailureAlert";
import { PageHeader } from "../common/PageHeader";
import { LetInForm } from "./LetInForm";
import { PolicyForm } from "./PolicyForm";
import { useInactivityPolicy } from "./queries";

/** Who is deleted by itself, and who may come back. */
export function InactivePage() {
  const { t } = useTranslation();
  const { data: policy, error, refetch } = useInactivityPolicy();
  return (
    <>
      <PageHeader
        title={t("erasure.inactive")}
        note={t("erasure.inactiveNote")}
        back={{ to: "/contacts", label: t("contacts.backToList") }}
      />
      <Stack gap="lg">
        {policy && <PolicyForm policy={policy} />}
        {!policy && error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
        {!policy && !error && <Skeleton h={240} role="status" aria-label={t("app.loading")} />}
        <LetInForm />
      </Stack>
    </>
  );
}
