/** Brings the texts of rules that give points. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import points from "./en.json";

declare module "../i18n" {
  interface Texts { points: typeof points }
}

addTexts({ points });
