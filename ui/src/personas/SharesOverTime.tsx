import { Button, SegmentedControl, Skeleton, Table, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Persona, PersonaDay, PersonaShares } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatDay, formatNumber, formatShare } from "../common/format";
import { Section } from "../common/Section";
import { useShares } from "./queries";
import { changedDays, colourOf, countsOf, NONE_COLOUR } from "./shares";

const SharesChart = lazy(() => import("./SharesChart"));

const PERIODS = [30, 90, 365];

/** How the contacts were spread over the personas, day by day. */
export function SharesOverTime({ personas }: { personas: Persona[] }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(90);
  const query = useShares(days);
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t("personas.time.period")}
      value={String(days)}
      onChange={(value) => setDays(Number(value))}
      data={PERIODS.map((period) => ({ value: String(period), label: t("personas.time.days", { count: period }) }))}
    />
  );
  return (
    <Section title={t("personas.time.title")} aside={choice}>
      {query.data ? (
        <Shares shares={query.data} personas={personas} />
      ) : query.isError ? (
        <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton h={240} />
      )}
    </Section>
  );
}

/** A day has no zone: as midnight UTC it would be the evening before in half of the world. */
const dayName = (day: string): string => formatDay(`${day}T00:00:00`);

function Shares({ shares: { ids, items }, personas }: { shares: PersonaShares; personas: Persona[] }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  // In the colours of the list above, however it was ordered since.
  const places = ids.map((id) => personas.findIndex((persona) => persona.id === id));
  const names = [...places.map((place) => personas[place]?.name ?? t("common.blank")), t("personas.none")];
  const colours = [...places.map((place) => colourOf(Math.max(0, place))), NONE_COLOUR];
  const sharesOn = (day: PersonaDay) => {
    const { counts, all } = countsOf(day);
    if (all === 0) return t("personas.time.noContacts");
    return counts.map((count, index) => t("personas.time.part", { name: names[index], share: formatShare(count, all) })).join(", ");
  };
  const describe = (day: PersonaDay) => t("personas.time.day", { day: dayName(day.day), shares: sharesOn(day) });
  const last = items.at(-1);
  const summary = last ? t("personas.time.summary", { shares: sharesOn(last) }) : "";
  return (
    <>
      <Suspense fallback={<Skeleton h={240} />}>
        <SharesChart
          days={items}
          colours={colours}
          names={names}
          label={`${t("personas.time.chart")} ${summary}`}
          describe={describe}
          dayName={dayName}
        />
      </Suspense>
      <Button size="compact-sm" variant="subtle" mt={4} ml={-8} aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
        {t(asTable ? "personas.time.hideTable" : "personas.time.showTable")}
      </Button>
      {asTable && <Days days={changedDays(items)} names={names} />}
    </>
  );
}

function Days({ days, names }: { days: PersonaDay[]; names: string[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={120 + 110 * names.length} maxHeight={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t("personas.time.table")} verticalSpacing={4} horizontalSpacing="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("personas.time.dayHead")}</Table.Th>
            {names.map((name, index) => (
              <Table.Th key={index} ta="right">
                <Text span size="sm" fw={700} lineClamp={2}>
                  {name}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>{dayName(day.day)}</Table.Td>
              {countsOf(day).counts.map((count, index) => (
                <Table.Td key={index} ta="right">
                  {formatNumber(count)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
