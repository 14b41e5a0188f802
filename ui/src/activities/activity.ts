/** What an activity says in a line: what it was about, and what else is known of it. */
import type { Activity } from "../api/types";

export interface Told {
  what: string;
  more: string[];
  /** The address it happened at, when it is surely one of the web. */
  href: string | null;
}

export function tell({ title, item, value, url, comment, campaign }: Activity): Told {
  const [what = "", ...more] = new Set([title, item, url, value, campaign, comment].filter(isText));
  return { what, more, href: url && /^https?:\/\//i.test(url) ? url : null };
}

function isText(text: string | null | undefined): text is string {
  return text != null && text !== "";
}

/** The colours that a type can have: Mantine's, in the order of the rainbow. */
export const COLOURS = ["gray", "red", "orange", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "grape", "pink"] as const;

export type Colour = (typeof COLOURS)[number];

/** A type of a colour that is not among ours is grey, not broken. */
export function toColour(colour: string): Colour {
  return COLOURS.find((one) => one === colour) ?? "gray";
}
