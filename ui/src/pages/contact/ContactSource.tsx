import { Anchor, Text } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail } from "../../api/types";
import { formatNumber } from "../../common/format";
import { Section } from "../../common/Section";

/** The import and row that brought the contact in. */
export function ContactSource({ contact: { source } }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  if (!source)
    return (
      <Section title={t("contact.source")}>
        <Text size="sm" c="dimmed">
          {t("contact.noSource")}
        </Text>
      </Section>
    );
  const link = <Anchor component={Link} to={`/imports/${source.import_id}`} size="sm" underline="always" />;
  return (
    <Section title={t("contact.source")}>
      <Text size="sm">
        <Trans
          i18nKey="contact.sourceImport"
          values={{ id: source.import_id, row: formatNumber(source.row) }}
          components={{ import: link }}
        />
      </Text>
    </Section>
  );
}
