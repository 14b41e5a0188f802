/** The colours that a type or a status can have: Mantine's, in the order of the rainbow. */
export const COLOURS = [
  "gray",
  "red",
  "orange",
  "yellow",
  "lime",
  "green",
  "teal",
  "cyan",
  "blue",
  "indigo",
  "violet",
  "grape",
  "pink",
] as const;

export type Colour = (typeof COLOURS)[number];

/** What has a colour that is not among ours is grey, not broken. */
export function toColour(colour: string): Colour {
  return COLOURS.find((one) => one === colour) ?? "gray";
}
