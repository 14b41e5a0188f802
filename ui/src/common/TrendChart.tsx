/** A number day by day as a line, and under it what came and went as bars. Small enough to need no chart library; whoever
 *  cannot see it gets the label, and a table should stand beside. */
import { useElementSize } from "@mantine/hooks";
import { useState, type PointerEvent } from "react";
import { axisFor, lineThrough, marksOf, nearestTo, xOf } from "./chart";
import classes from "./TrendChart.module.css";

export interface TrendPoint {
  name: string;
  value: number;
  came: number;
  went: number;
}

interface Props {
  points: TrendPoint[];
  /** What it shows, in a sentence. */
  label: string;
  /** What stands above it about the point that is pointed at. */
  describe: (point: TrendPoint) => string;
}

const LEFT = 44;
const LINE = 160;
const BARS = 44;
const GAP = 18;
const TOP = 8;
const compact = new Intl.NumberFormat("en", { notation: "compact" });

export function TrendChart({ points, label, describe }: Props) {
  const { ref, width: measured } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const width = Math.max(measured - LEFT - 8, 120);
  const point = points[pointed ?? points.length - 1];
  const pointAt = (event: PointerEvent) =>
    setPointed(nearestTo(event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT, points.length, width));
  return (
    <figure className={classes.figure} ref={ref}>
      <figcaption className={classes.caption}>{point && describe(point)}</figcaption>
      <svg
        role="img"
        aria-label={label}
        width={width + LEFT + 8}
        height={TOP + LINE + GAP + BARS + 22}
        className={classes.chart}
        onPointerMove={pointAt}
        onPointerLeave={() => setPointed(null)}>
        <g transform={`translate(${LEFT} ${TOP})`}>
          <Line points={points} width={width} />
          <g transform={`translate(0 ${LINE + GAP})`}>
            <Bars points={points} width={width} />
          </g>
          <Days points={points} width={width} />
          {pointed !== null && (
            <line
              className={classes.pointer}
              x1={xOf(pointed, points.length, width)}
              x2={xOf(pointed, points.length, width)}
              y1={0}
              y2={LINE + GAP + BARS}
            />
          )}
        </g>
      </svg>
    </figure>
  );
}

interface PartProps {
  points: TrendPoint[];
  width: number;
}

function Line({ points, width }: PartProps) {
  const values = points.map(({ value }) => value);
  const axis = axisFor(Math.max(...values));
  const line = lineThrough(values, { width, height: LINE }, axis.top);
  const last = values.at(-1) ?? 0;
  return (
    <>
      {marksOf(axis).map((mark) => {
        const y = LINE - (mark / axis.top) * LINE;
        return (
          <g key={mark}>
            <line className={classes.grid} x2={width} y1={y} y2={y} />
            <text className={classes.mark} x={-8} y={y} dy="0.32em" textAnchor="end">
              {compact.format(mark)}
            </text>
          </g>
        );
      })}
      {values.length > 1 && <path className={classes.area} d={`${line}L${width},${LINE}L0,${LINE}Z`} />}
      <path className={classes.line} d={line} />
      <circle className={classes.dot} cx={xOf(values.length - 1, values.length, width)} cy={LINE - (last / axis.top) * LINE} r={3.5} />
    </>
  );
}

/** Up what came, down what went, both to the same measure. */
function Bars({ points, width }: PartProps) {
  const most = Math.max(1, ...points.flatMap(({ came, went }) => [came, went]));
  const thick = Math.max(1, Math.min(10, (width / Math.max(points.length, 2)) * 0.7));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (BARS / 2)));
  return (
    <>
      <line className={classes.grid} x2={width} y1={BARS / 2} y2={BARS / 2} />
      {points.map(({ name, came, went }, index) => {
        const x = Math.min(Math.max(xOf(index, points.length, width) - thick / 2, 0), width - thick);
        return (
          <g key={name}>
            <rect className={classes.came} x={x} y={BARS / 2 - tall(came)} width={thick} height={tall(came)} />
            <rect className={classes.went} x={x} y={BARS / 2} width={thick} height={tall(went)} />
          </g>
        );
      })}
    </>
  );
}

function Days({ points, width }: PartProps) {
  const y = LINE + GAP + BARS + 16;
  const [first, last] = [points[0], points.at(-1)];
  return (
    <>
      {points.length > 1 && (
        <text className={classes.mark} x={0} y={y}>
          {first?.name}
        </text>
      )}
      <text className={classes.mark} x={points.length > 1 ? width : width / 2} y={y} textAnchor={points.length > 1 ? "end" : "middle"}>
        {last?.name}
      </text>
    </>
  );
}
