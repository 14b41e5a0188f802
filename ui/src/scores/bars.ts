/** The arithmetic of a histogram. */
import type { ScoreBar } from "../api/types";
import { formatNumber } from "../common/format";

/** "0 to 9"; a bar of one number is that number. */
export const barName = ({ from, to }: ScoreBar): string => (from === to ? points(from) : `${points(from)} to ${points(to)}`);

const points = (value: number): string => formatNumber(value).replace("-", "−");

/** The bar in which contacts without any points are; it is often so tall that nothing else can be seen. */
export const holdsZero = ({ from, to }: ScoreBar): boolean => from <= 0 && to >= 0;

export const withoutZero = (bars: ScoreBar[]): ScoreBar[] => bars.map((bar) => (holdsZero(bar) ? { ...bar, contacts: 0 } : bar));

export const mostIn = (...histograms: ScoreBar[][]): number => Math.max(0, ...histograms.flat().map(({ contacts }) => contacts));

/** Where a number of points stands, from 0 (left end) to 1; null when it is outside. */
export function placeOf(value: number, bars: ScoreBar[]): number | null {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const place = (value - first.from) / (last.to + 1 - first.from);
  return place < 0 || place > 1 ? null : place;
}
