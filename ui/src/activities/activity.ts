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
