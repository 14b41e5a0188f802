import { useDocumentTitle } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

/** Names the browser's tab after the page. */
export function usePageTitle(page: string) {
  const { t } = useTranslation();
  useDocumentTitle(t("app.title", { page }));
}
