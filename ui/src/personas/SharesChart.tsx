/** Shares day by day as bands piled up to the whole. Small enough to need no chart library; whoever cannot see it gets the
 *  label, and a table should stand beside. */
import { useElementSize } from "@mantine/hooks";
import { useState, type PointerEvent } from "react";
import type { PersonaDay } from "../api/types";
import { nearestTo, xOf } from "../common/chart";
import classes from "./SharesChart.module.css";
import { bandsOf, type Band } from "./shares";

interface Props {
  /** At least one. */
  days: PersonaDay[];
  /** Of each band, from below. */
  colours: string[];
  names: string[];
  /** What it shows, in a sentence. */
  label: string;
  /** What stands below it about the day that is pointed at. */
  describe: (day: PersonaDay) => string;
  dayName: (day: string) => string;
}

const LEFT = 44;
const HEIGHT = 190;
const TOP = 8;
const MARKS = [0, 25, 50, 75, 100];

export default function SharesChart({ days, colours, names, label, describe, dayName }: Props) {
  const { ref, width: measured } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const width = Math.max(measured - LEFT - 8, 120);
  const day = days[pointed ?? days.length - 1];
  const pointAt = (event: PointerEvent) =>
    setPointed(nearestTo(event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT, days.length, width));
  return (
    <figure className={classes.figure} ref={ref}>
      <ul className={classes.legend} aria-hidden>
        {names.map((name, index) => (
          <li key={index}>
            <span className={classes.swatch} style={{ background: colours[index] }} />
            {name}
          </li>
        ))}
      </ul>
      <svg
        role="img"
        aria-label={label}
        width={width + LEFT + 8}
        height={TOP + HEIGHT + 22}
        className={classes.chart}
        onPointerMove={pointAt}
        onPointerLeave={() => setPointed(null)}>
        <g transform={`translate(${LEFT} ${TOP})`}>
          {bandsOf(days).map((band, index) => (
            <path key={index} className={classes.band} fill={colours[index]} d={outlineOf(band, width)} />
          ))}
          <Marks width={width} />
          <Days first={days[0]} last={days.at(-1)} width={width} dayName={dayName} />
          {pointed !== null && (
            <line
              className={classes.pointer}
              x1={xOf(pointed, days.length, width)}
              x2={xOf(pointed, days.length, width)}
              y1={0}
              y2={HEIGHT}
            />
          )}
        </g>
      </svg>
      <figcaption className={classes.caption}>{day && describe(day)}</figcaption>
    </figure>
  );
}

/** There along the upper edge, back along the lower. A single day is as wide as the chart. */
function outlineOf({ from, to }: Band, width: number): string {
  const single = to.length === 1;
  const at = (share: number, index: number) => `${round(xOf(index, to.length, width))},${round(HEIGHT * (1 - share))}`;
  const edge = (shares: number[]) =>
    single ? [`0,${round(HEIGHT * (1 - (shares[0] ?? 0)))}`, `${width},${round(HEIGHT * (1 - (shares[0] ?? 0)))}`] : shares.map(at);
  return `M${[...edge(to), ...edge(from).reverse()].join("L")}Z`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function Marks({ width }: { width: number }) {
  return MARKS.map((mark) => {
    const y = HEIGHT * (1 - mark / 100);
    return (
      <g key={mark}>
        <line className={classes.grid} x1={-4} x2={mark === 0 ? width : 0} y1={y} y2={y} />
        <text className={classes.mark} x={-8} y={y} dy="0.32em" textAnchor="end">
          {mark} %
        </text>
      </g>
    );
  });
}

function Days({ first, last, width, dayName }: { first?: PersonaDay; last?: PersonaDay; width: number; dayName: (day: string) => string }) {
  const y = HEIGHT + 16;
  return (
    <>
      {first && first !== last && (
        <text className={classes.mark} x={0} y={y}>
          {dayName(first.day)}
        </text>
      )}
      {last && (
        <text className={classes.mark} x={width} y={y} textAnchor="end">
          {dayName(last.day)}
        </text>
      )}
    </>
  );
}
