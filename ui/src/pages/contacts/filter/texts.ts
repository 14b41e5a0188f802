/** Brings the texts of the filter of the list. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../../../i18n";
import filter from "./en.json";

declare module "../../../i18n" {
  interface Texts { filter: typeof filter }
}

addTexts({ filter });
