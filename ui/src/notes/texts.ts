/** Brings the texts of notes. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import notes from "./en.json";

declare module "../i18n" {
  interface Texts { notes: typeof notes }
}

addTexts({ notes });
