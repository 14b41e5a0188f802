import { Anchor, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ContactDetail } from "../../api/types";
import { formatMoment, formatNumber } from "../../common/format";
import { Section } from "../../common/Section";
import { changesOf, type Change } from "../../contacts/contact";
import { useFields } from "../../fields/queries";
import { shown } from "../../fields/value";

/** What the contact's fields held before, and what changed them. */
export function ContactHistory({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const changes = changesOf(contact);
  if (changes.length === 0)
    return (
      <Section title={t("contact.history")}>
        <Text size="sm" c="dimmed">
          {t("contact.noHistory")}
        </Text>
      </Section>
    );
  const heads = [t("contact.when"), t("contact.field"), t("contact.before"), t("contact.after"), t("contact.origin")];
  return (
    <Section title={t("contact.history")}>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t("contact.historyTable")} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.map((change) => (
              <ChangeRow key={change.at + change.field} change={change} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { data: fields = [] } = useFields();
  const field = fields.find(({ name }) => name === change.field);
  const valueIn = (value: string | null) => (value ? shown(field?.kind ?? "text", value) : t("common.blank"));
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{formatMoment(change.at)}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{field?.label ?? change.field}</Table.Td>
      <Table.Td c="dimmed">{valueIn(change.before)}</Table.Td>
      <Table.Td>{valueIn(change.after)}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <Origin change={change} />
      </Table.Td>
    </Table.Tr>
  );
}

function Origin({ change: { origin, importId, row } }: { change: Change }) {
  const { t } = useTranslation();
  if (importId === null) return t(`contact.origins.${origin}`);
  const ofRow = row === null ? "" : `, ${t("contact.originRow", { row: formatNumber(row) })}`;
  return (
    <>
      <Anchor component={Link} to={`/imports/${importId}`} size="sm" underline="always">
        {t("contact.originImport", { id: importId })}
      </Anchor>
      {ofRow}
    </>
  );
}
