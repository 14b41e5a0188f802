/** How many contacts have how many points, as bars. Whoever cannot see it gets the label, and a table should stand beside. */
import { useElementSize } from "@mantine/hooks";
import { useState } from "react";
import type { ScoreBar } from "../api/types";
import { axisFor, marksOf } from "../common/chart";
import { formatNumber } from "../common/format";
import chart from "../common/TrendChart.module.css";
import { placeOf } from "./bars";
import classes from "./Scores.module.css";

interface Props {
  bars: ScoreBar[];
  /** What it shows, in a sentence. */
  label: string;
  /** Contacts of the tallest bar that must have room: charts to be compared have one measure. */
  most: number;
  /** Points at which a line stands. */
  limit: number | null;
  /** What stands above it: about the bar that is pointed at, or about all. */
  describe: (bar: ScoreBar | null) => string;
}

const LEFT = 44;
const RIGHT = 8;
const HEIGHT = 180;
const TOP = 8;
const compact = new Intl.NumberFormat("en", { notation: "compact" });

export function Histogram({ bars, label, most, limit, describe }: Props) {
  const { ref, width: measured } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const width = Math.max(measured - LEFT - RIGHT, 120);
  const axis = axisFor(most);
  const step = width / Math.max(1, bars.length);
  const line = limit === null ? null : placeOf(limit, bars);
  return (
    <figure className={chart.figure} ref={ref}>
      <figcaption className={chart.caption}>{describe(bars[pointed ?? -1] ?? null)}</figcaption>
      <svg
        role="img"
        aria-label={label}
        width={width + LEFT + RIGHT}
        height={TOP + HEIGHT + 22}
        className={chart.chart}
        onPointerLeave={() => setPointed(null)}>
        <g transform={`translate(${LEFT} ${TOP})`}>
          {marksOf(axis).map((mark) => (
            <Mark key={mark} mark={mark} width={width} y={HEIGHT - (mark / axis.top) * HEIGHT} />
          ))}
          {bars.map((bar, index) => {
            const tall = bar.contacts === 0 ? 0 : Math.max(2, Math.min(1, bar.contacts / axis.top) * HEIGHT);
            return (
              <g key={bar.from} onPointerEnter={() => setPointed(index)}>
                <rect x={index * step} width={step} height={HEIGHT} fill="transparent" />
                <rect
                  className={classes.bar}
                  data-pointed={index === pointed || undefined}
                  x={index * step + step * 0.08}
                  y={HEIGHT - tall}
                  width={step * 0.84}
                  height={tall}
                  rx={1.5}
                />
              </g>
            );
          })}
          {line !== null && <line className={classes.limit} x1={line * width} x2={line * width} y2={HEIGHT} />}
          <Ends bars={bars} width={width} />
        </g>
      </svg>
    </figure>
  );
}

function Mark({ mark, width, y }: { mark: number; width: number; y: number }) {
  return (
    <>
      <line className={chart.grid} x2={width} y1={y} y2={y} />
      <text className={chart.mark} x={-8} y={y} dy="0.32em" textAnchor="end">
        {compact.format(mark)}
      </text>
    </>
  );
}

/** The least and the most points, and zero where there is room for it. */
function Ends({ bars, width }: { bars: ScoreBar[]; width: number }) {
  const [first, last] = [bars[0], bars.at(-1)];
  const zero = placeOf(0, bars);
  if (!first || !last) return null;
  return (
    <>
      <text className={chart.mark} y={HEIGHT + 16}>
        {formatNumber(first.from)}
      </text>
      {zero !== null && zero > 0.1 && zero < 0.9 && (
        <text className={chart.mark} x={zero * width} y={HEIGHT + 16} textAnchor="middle">
          0
        </text>
      )}
      <text className={chart.mark} x={width} y={HEIGHT + 16} textAnchor="end">
        {formatNumber(last.to)}
      </text>
    </>
  );
}
