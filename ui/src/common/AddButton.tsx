import { Button, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface Props {
  name: string;
  added: boolean;
  loading: boolean;
  onAdd: () => void;
}

/** Adds one of what a search found, and says so then. */
export function AddButton({ name, added, loading, onAdd }: Props) {
  const { t } = useTranslation();
  if (!added)
    return (
      <Button size="xs" variant="default" aria-label={t("common.addNamed", { name })} loading={loading} onClick={onAdd}>
        {t("common.add")}
      </Button>
    );
  return (
    <Text size="sm" c="pine.9" fw={600} role="status" style={{ whiteSpace: "nowrap" }}>
      <IconCheck size={14} aria-hidden /> {t("common.added")}
    </Text>
  );
}
