import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  onClose: () => void;
  size?: string;
  children: ReactNode;
}

/** A modal as all of ours are. Mounted when it is opened, so every opening starts anew. */
export function Dialog({ title, onClose, size, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": t("common.close") }}
      attributes={{ header: { role: "presentation" } }}
      styles={{ title: { overflowWrap: "anywhere" } }}
      centered>
      {children}
    </Modal>
  );
}
