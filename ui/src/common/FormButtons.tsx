import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** What the form does. */
  label: string;
  loading: boolean;
  disabled?: boolean;
  color?: string;
  onClose: () => void;
}

/** The foot of a form in a dialog: leave it, or send it. */
export function FormButtons({ label, onClose, ...submit }: Props) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {t("common.cancel")}
      </Button>
      <Button type="submit" {...submit}>
        {label}
      </Button>
    </Group>
  );
}
