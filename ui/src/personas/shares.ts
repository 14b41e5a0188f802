/** How contacts are spread over the personas: as numbers to draw and to say. */
import type { PersonaDay } from "../api/types";

const COLOURS = ["teal-6", "orange-5", "indigo-5", "yellow-6", "grape-5", "cyan-6", "red-5", "lime-6", "blue-4", "pink-4"];

/** The colour of a persona by its place in the order, the same in the list and in the chart. */
export const colourOf = (place: number): string => `var(--mantine-color-${COLOURS[place % COLOURS.length]})`;

export const NONE_COLOUR = "var(--mantine-color-gray-3)";

/** In tenths: a bar says its number to who cannot see it. */
export const percentOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(100, Math.round((1000 * Math.max(0, part)) / whole) / 10) : 0;

/** Contacts of the whole base that have no persona. */
export const noneOf = (contacts: number, items: { contacts: number }[]): number =>
  Math.max(0, contacts - items.reduce((sum, one) => sum + one.contacts, 0));

/** How many contacts there were on a day, and how many of them had each persona; last, those that had none. */
export function countsOf(day: PersonaDay): { counts: number[]; all: number } {
  const counts = [...day.contacts, day.none].map((count) => Math.max(0, count));
  return { counts, all: counts.reduce((sum, count) => sum + count, 0) };
}

export interface Band {
  /** Where it begins and ends on each day, from 0 to 1. */
  from: number[];
  to: number[];
}

/** The shares of each day piled up: a band for each persona, last that of none. A day without contacts is left empty. */
export function bandsOf(days: PersonaDay[]): Band[] {
  const piles = days.map(pileOf);
  const many = piles[0] ? piles[0].length - 1 : 0;
  return Array.from({ length: many }, (_, band) => ({
    from: piles.map((pile) => pile[band] ?? 0),
    to: piles.map((pile) => pile[band + 1] ?? 0),
  }));
}

function pileOf(day: PersonaDay): number[] {
  const { counts, all } = countsOf(day);
  const pile = [0];
  for (const count of counts) pile.push((pile.at(-1) ?? 0) + (all > 0 ? count / all : 0));
  return pile;
}

/** The days on which something else was than the day before, and the last one; the latest first. */
export const changedDays = (days: PersonaDay[]): PersonaDay[] =>
  days.filter((day, index) => index === days.length - 1 || index === 0 || spread(day) !== spread(days[index - 1])).reverse();

const spread = (day: PersonaDay | undefined): string => JSON.stringify(day && [day.contacts, day.none]);
