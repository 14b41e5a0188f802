import { Progress, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PersonaPreview } from "../api/types";
import { formatAbout, formatNumber, formatShare } from "../common/format";
import classes from "./Personas.module.css";
import { percentOf } from "./shares";

const NOW = "var(--mantine-color-gray-5)";
const THEN = "var(--mantine-color-pine-7)";

/** How contacts would be spread over the personas by the draft, beside how they are now. */
export function Effect({ preview: { tried, contacts, items, changed, estimated } }: { preview: PersonaPreview }) {
  const { t } = useTranslation();
  const formatted = estimated ? formatAbout(changed) : formatNumber(changed);
  return (
    <Stack gap="md">
      <Text size="sm" fw={600}>
        {t(estimated ? "personas.preview.changedAbout" : "personas.preview.changed", { count: changed, formatted })}
      </Text>
      {estimated && (
        <Text size="xs" c="dimmed">
          {t("personas.preview.sample", { tried: formatNumber(tried), contacts: formatNumber(contacts) })}
        </Text>
      )}
      <Table aria-label={t("personas.preview.table")} verticalSpacing={6} horizontalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("personas.preview.persona")}</Table.Th>
            <Head color={NOW}>{t("personas.preview.now")}</Head>
            <Head color={THEN}>{t("personas.preview.then")}</Head>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Shift key={item.id ?? "none"} item={item} contacts={contacts} estimated={estimated} />
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

/** A heading with the colour of its bars. */
function Head({ color, children }: { color: string; children: ReactNode }) {
  return (
    <Table.Th ta="right" w={76}>
      <span className={classes.swatch} style={{ background: color }} /> {children}
    </Table.Th>
  );
}

/** One persona: its two figures, and under its name two bars to compare. */
function Shift({
  item: { name, present, then },
  contacts,
  estimated,
}: {
  item: PersonaPreview["items"][number];
  contacts: number;
  estimated: boolean;
}) {
  const { t } = useTranslation();
  const called = name ?? t("personas.none");
  const bar = (count: number, label: string, color: string) => (
    <Progress.Root size="sm" radius="xl">
      <Progress.Section value={percentOf(count, contacts)} color={color} aria-label={label} />
    </Progress.Root>
  );
  const figure = (count: number) => (
    <>
      <div>{estimated ? formatAbout(count) : formatNumber(count)}</div>
      <Text size="xs" c="dimmed">
        {formatShare(count, contacts)}
      </Text>
    </>
  );
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" lineClamp={2} mb={4} title={called} style={{ overflowWrap: "anywhere" }}>
          {called}
        </Text>
        <div className={classes.bars}>
          {bar(present, t("personas.preview.nowOf", { name: called }), NOW)}
          {bar(then, t("personas.preview.thenOf", { name: called }), THEN)}
        </div>
      </Table.Td>
      <Table.Td ta="right" valign="top">
        {figure(present)}
      </Table.Td>
      <Table.Td ta="right" valign="top" fw={present === then ? undefined : 600}>
        {figure(then)}
      </Table.Td>
    </Table.Tr>
  );
}
