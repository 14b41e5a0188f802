/** Brings the texts of scores. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import scores from "./en.json";

declare module "../i18n" {
  interface Texts { scores: typeof scores }
}

addTexts({ scores });
