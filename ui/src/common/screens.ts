/** From which width on a table shows its lesser columns. */
export const WIDE = "(min-width: 48em)";
export const WIDER = "(min-width: 64em)";
