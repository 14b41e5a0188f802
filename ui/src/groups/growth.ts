/** A group's growth as numbers to say. */
import type { GroupDay } from "../api/types";
import type { TrendPoint } from "../common/TrendChart";
import { formatDay } from "../common/format";

/** A day has no zone: as midnight UTC it would be the evening before in half of the world. */
export const dayName = (day: string): string => formatDay(`${day}T00:00:00`);

export const toPoints = (days: GroupDay[]): TrendPoint[] =>
  days.map(({ day, members, entered, left }) => ({ name: dayName(day), value: Math.max(0, members), came: entered, went: left }));

export function movementOf(days: GroupDay[]): { entered: number; left: number } {
  return days.reduce((sum, day) => ({ entered: sum.entered + day.entered, left: sum.left + day.left }), { entered: 0, left: 0 });
}

/** The days on which something happened, the latest first. */
export const movedDays = (days: GroupDay[]): GroupDay[] => days.filter(({ entered, left }) => entered > 0 || left > 0).reverse();
