import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Asks before the page is left while a file is being uploaded. */
export function LeaveGuard({ isBusy }: { isBusy: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(isBusy);
  useWindowEvent("beforeunload", (event) => {
    if (isBusy()) event.preventDefault();
  });
  if (blocker.state !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={t("wizard.start.leaveTitle")} closeButtonProps={{ "aria-label": t("common.close") }} attributes={{ header: { role: "presentation" } }} centered>
      <Stack>
        <Text size="sm">{t("wizard.start.leaveText")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={blocker.proceed}>{t("wizard.start.leave")}</Button>
          <Button data-autofocus onClick={blocker.reset}>{t("wizard.start.stayHere")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
