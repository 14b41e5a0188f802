import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Stands where something will be shown as soon as it is there. */
export function LoadingLines() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("app.loading")} gap="md">
      <Skeleton h={36} w={260} maw="80%" />
      <Skeleton h={18} w={180} maw="60%" />
      <Skeleton h={240} />
    </Stack>
  );
}
