import { Box, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ErasurePreview } from "../api/types";
import { formatMoment, formatNumber } from "../common/format";

/** What goes besides the contact itself, and which files may hold the person for a while. */
export function ErasurePreviewText({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation();
  const { addresses, files } = preview;
  const counted = (["activities", "notes", "merges", "rejects", "exports"] as const).filter((what) => preview[what] > 0);
  return (
    <>
      <Box>
        <Text size="sm">{t("erasure.also")}</Text>
        <Lines>
          <li>{t("erasure.addresses", { count: addresses.length, names: addresses.join(", ") })}</li>
          {counted.map((what) => (
            <li key={what}>{t(`erasure.${what}`, { count: preview[what], formatted: formatNumber(preview[what]) })}</li>
          ))}
        </Lines>
      </Box>
      <Box>
        <Text size="sm">{files.length > 0 ? t("erasure.files") : t("erasure.noFiles")}</Text>
        {files.length > 0 && (
          <Lines>
            {files.map(({ id, name, deleted_by: by }) => (
              <li key={id}>{t("erasure.file", { name, at: formatMoment(by) })}</li>
            ))}
          </Lines>
        )}
      </Box>
    </>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <Text component="ul" size="sm" m={0} mt={4} pl="lg">
      {children}
    </Text>
  );
}
