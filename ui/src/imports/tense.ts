/** Whether a text tells what an import did, or what it would do. */
export type Tense = "result" | "foreseen";
