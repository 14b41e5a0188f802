/** Brings the texts of lists. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import lists from "./en.json";

declare module "../i18n" {
  interface Texts { lists: typeof lists }
}

addTexts({ lists });
