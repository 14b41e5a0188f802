/** Numbers, sizes and times as a person reads them, in their own zone. */
import { i18next } from "../i18n";

const whole = new Intl.NumberFormat("en");
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const monthDay = new Intl.DateTimeFormat("en", { month: "long", day: "numeric", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

export const formatNumber = (value: number): string => whole.format(value);

/** An estimate, without the false exactness of its last digits: 297 is "300". */
export const formatAbout = (value: number): string => whole.format(Number(value.toPrecision(2)));

/** A part of a whole; a share that is there is never "0 %", and one that lacks something never "100 %". */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  if (part > 0 && percent < 0.1) return "< 0.1 %";
  if (part < whole && percent > 99.9) return "> 99.9 %";
  return `${tenth.format(percent)} %`;
}

export const formatMoment = (time: string): string => moment.format(new Date(time));

export const formatDay = (time: string): string => day.format(new Date(time));

/** "--04-25" as "April 25"; the year that it is read in is a leap year. */
export const formatMonthDay = (value: string): string => monthDay.format(new Date(`2000-${value.slice(2)}T00:00:00Z`));

/** Words that the server gives to be put anywhere, as a sentence of their own. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

const sizes = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Bytes in steps of 1000, as file managers show them. */
export function formatSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const unit = sizes[step];
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
    unitDisplay: step === 0 ? "long" : "short",
  }).format(value);
}

/** Seconds as at most two units: "0.4 s", "42 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return unit("second", tenth.format(Math.max(seconds, 0)));
  const rounded = Math.round(seconds);
  if (rounded < 60) return unit("second", whole.format(rounded));
  if (rounded < 3600) return pair("minute", Math.floor(rounded / 60), "second", rounded % 60);
  return pair("hour", Math.floor(rounded / 3600), "minute", Math.floor((rounded % 3600) / 60));
}

/** Time left, without the false exactness of tenths. */
export function formatTimeLeft(seconds: number): string {
  return formatDuration(Math.max(1, Math.ceil(seconds)));
}

type Unit = "second" | "minute" | "hour";

const unit = (name: Unit, n: string) => i18next.t(`units.${name}`, { n });

function pair(large: Unit, many: number, small: Unit, few: number): string {
  const first = unit(large, whole.format(many));
  return few === 0 ? first : `${first} ${unit(small, whole.format(few))}`;
}
