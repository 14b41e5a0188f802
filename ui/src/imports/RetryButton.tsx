import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { fetchFile } from "../api/client";
import { FailureAlert } from "../common/FailureAlert";
import { correctingAddress, correctingPath, rejectsUrl } from "./links";
import { handOver } from "./wizard/handOver";

/** Opens the wizard with what was left over: the list of it as its file, the settings as they were. */
export function RetryButton({ id }: { id: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => fetchFile(rejectsUrl(id), t("imports.result.leftOverFile", { id })),
    onSuccess: (file) => {
      handOver(correctingAddress(id), file);
      return navigate(correctingPath(id));
    },
  });
  return (
    <>
      <Button variant="default" loading={isPending} onClick={() => mutate()}>
        {t("imports.result.retry")}
      </Button>
      {error && <FailureAlert failure={error} />}
    </>
  );
}
