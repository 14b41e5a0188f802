/** The drawn pictures, as the API names them. */
export const DRAWN = ["fox", "owl", "bear", "hare", "cat", "whale", "robin", "hedgehog"] as const;

export type Drawn = (typeof DRAWN)[number];

/** The API's name of a picture that was uploaded. */
export const OWN = "own";

/** Bytes of an uploaded picture, at most, and of which kinds it is. */
export const MOST_BYTES = 1 << 20;
export const KINDS = "image/png,image/jpeg,image/webp";

/** A picture that this page does not know is drawn as the first. */
export const toDrawn = (picture: string): Drawn => DRAWN.find((one) => one === picture) ?? DRAWN[0];
