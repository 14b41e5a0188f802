import { Progress, Skeleton, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PersonaPreview, PersonaRules } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatAbout, formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import classes from "./Personas.module.css";
import { usePersonaPreview } from "./queries";
import { percentOf } from "./shares";

const NOW = "var(--mantine-color-gray-5)";
const THEN = "var(--mantine-color-pine-7)";

interface Props {
  id: number;
  /** As it was saved; null when there is none. */
  draft: PersonaRules | null;
  /** What can be done with the draft. */
  children: ReactNode;
}

/** How contacts would be spread over the personas by the draft, beside how they are now. */
export function Effect({ id, draft, children }: Props) {
  const { t } = useTranslation();
  const query = usePersonaPreview(id, draft);
  if (draft === null) return <Section title={t("personas.preview.title")}><Text size="sm" c="dimmed">{t("personas.preview.none")}</Text></Section>;
  return (
    <Section title={t("personas.preview.title")}>
      <Stack gap="md">
        {query.data ? <Spread preview={query.data} /> : query.isError ? <FailureAlert failure={query.error} onRetry={() => void query.refetch()} /> : <Skeleton h={180} role="status" aria-label={t("personas.preview.counting")} />}
        {children}
      </Stack>
    </Section>
  );
}

function Spread({ preview: { tried, contacts, items, changed, estimated } }: { preview: PersonaPreview }) {
  const { t } = useTranslation();
  const formatted = estimated ? formatAbout(changed) : formatNumber(changed);
  return (
    <>
      <Text size="sm" fw={600}>{t(estimated ? "personas.preview.changedAbout" : "personas.preview.changed", { count: changed, formatted })}</Text>
      {estimated && <Text size="xs" c="dimmed">{t("personas.preview.sample", { tried: formatNumber(tried), contacts: formatNumber(contacts) })}</Text>}
      <Table aria-label={t("personas.preview.table")} verticalSpacing={6} horizontalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr><Table.Th>{t("personas.preview.persona")}</Table.Th><Head color={NOW}>{t("personas.preview.now")}</Head><Head color={THEN}>{t("personas.preview.then")}</Head></Table.Tr>
        </Table.Thead>
        <Table.Tbody>{items.map((item) => <Shift key={item.id ?? "none"} item={item} contacts={contacts} estimated={estimated} />)}</Table.Tbody>
      </Table>
    </>
  );
}

/** A heading with the colour of its bars. */
function Head({ color, children }: { color: string; children: ReactNode }) {
  return <Table.Th ta="right" w={76}><span className={classes.swatch} style={{ background: color }} /> {children}</Table.Th>;
}

/** One persona: its two figures, and under its name two bars to compare. */
function Shift({ item: { name, present, then }, contacts, estimated }: { item: PersonaPreview["items"][number]; contacts: number; estimated: boolean }) {
  const { t } = useTranslation();
  const called = name ?? t("personas.none");
  const bar = (count: number, label: string, color: string) => (
    <Progress.Root size="sm" radius="xl"><Progress.Section value={percentOf(count, contacts)} color={color} aria-label={label} /></Progress.Root>
  );
  const figure = (count: number) => <><div>{estimated ? formatAbout(count) : formatNumber(count)}</div><Text size="xs" c="dimmed">{formatShare(count, contacts)}</Text></>;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" lineClamp={2} mb={4} title={called} style={{ overflowWrap: "anywhere" }}>{called}</Text>
        <div className={classes.bars}>
          {bar(present, t("personas.preview.nowOf", { name: called }), NOW)}
          {bar(then, t("personas.preview.thenOf", { name: called }), THEN)}
        </div>
      </Table.Td>
      <Table.Td ta="right" valign="top">{figure(present)}</Table.Td>
      <Table.Td ta="right" valign="top" fw={present === then ? undefined : 600}>{figure(then)}</Table.Td>
    </Table.Tr>
  );
}
