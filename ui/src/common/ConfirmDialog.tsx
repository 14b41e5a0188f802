import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { FailureAlert } from "./FailureAlert";

interface Props {
  title: string;
  text: string;
  /** What the button that does it says. */
  action: string;
  /** What must be ticked first, where the loss is great. */
  consent?: string;
  pending: boolean;
  failure: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is lost. */
export default function ConfirmDialog({ title, text, action, consent, pending, failure, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const [agreed, setAgreed] = useState(false);
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {text}
        </Text>
        {consent && <Checkbox label={consent} checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />}
        {failure != null && <FailureAlert failure={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("common.cancel")}
          </Button>
          <Button color="red" loading={pending} disabled={consent !== undefined && !agreed} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
