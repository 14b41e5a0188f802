import { Button } from "@mantine/core";
import { IconEraser } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../api/types";

const EraseDialog = lazy(() => import("./EraseDialog"));

export function EraseButton({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" c="red.9" leftSection={<IconEraser size={16} />} onClick={() => setAsking(true)}>{t("erasure.erase")}</Button>
      <Suspense>{asking && <EraseDialog contact={contact} onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}
