/** A field's value between its text in the API and what an input or an eye wants. */
import type { Field } from "../api/types";
import { formatDay, formatMonthDay, formatMoment, formatNumber } from "../common/format";
import { i18next } from "../i18n";

type Kind = Field["kind"];

export const splitChoices = (value: string): string[] =>
  value
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);

export const joinChoices = (chosen: string[]): string => chosen.join(";");

/** The text as a person reads it; what is not of its kind is shown as it stands. */
export function shown(kind: Kind, value: string): string {
  if (kind === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return formatDay(`${value}T00:00:00`);
  if (kind === "date" && isWithoutYear(value)) return formatMonthDay(value);
  if (kind === "date_time" && isMoment(value)) return formatMoment(value);
  if (kind === "number" && /^-?\d{1,15}$/.test(value)) return formatNumber(Number(value));
  if (kind === "yes_no" && (value === "true" || value === "false")) return i18next.t(value === "true" ? "common.yes" : "common.no");
  return kind === "choices" ? splitChoices(value).join(", ") : value;
}

/** Whether a day is a birthday whose year nobody knows: "--04-25". */
export const isWithoutYear = (value: string): boolean => /^--\d\d-\d\d$/.test(value);

/** "2026-11-24T10:00:00Z" as `<input type="datetime-local">` holds it, in the person's own zone. */
export function toLocalInput(value: string): string {
  if (!isMoment(value)) return "";
  const time = new Date(value);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

export function fromLocalInput(value: string): string {
  return isMoment(value) ? new Date(value).toISOString().replace(/\.\d+Z$/, "Z") : "";
}

function isMoment(value: string): boolean {
  return value !== "" && !Number.isNaN(new Date(value).getTime());
}
