/** The arithmetic of a chart: what its axis ends at and where its line runs. */

/** The end of an axis from 0 and the step between its marks: two to five whole steps of 1, 2 or 5 times a power of ten. */
export function axisFor(max: number): { top: number; step: number } {
  const wanted = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((one) => one >= wanted) ?? power);
  return { top: Math.max(step, Math.ceil(max / step) * step), step };
}

/** From 0 to `top`, both included. */
export const marksOf = ({ top, step }: { top: number; step: number }): number[] =>
  Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);

/** Where the point stands in a width; a single one stands in the middle. */
export const xOf = (index: number, count: number, width: number): number => (count < 2 ? width / 2 : (index * width) / (count - 1));

export const nearestTo = (x: number, count: number, width: number): number =>
  count < 2 || width <= 0 ? 0 : Math.min(count - 1, Math.max(0, Math.round((x * (count - 1)) / width)));

export function lineThrough(values: number[], size: { width: number; height: number }, top: number): string {
  const at = (value: number, index: number) =>
    `${round(xOf(index, values.length, size.width))},${round(size.height - (value / top) * size.height)}`;
  return `M${values.map(at).join("L")}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
