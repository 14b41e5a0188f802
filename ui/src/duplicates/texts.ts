/** Brings the texts of duplicates. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import duplicates from "./en.json";

declare module "../i18n" {
  interface Texts { duplicates: typeof duplicates }
}

addTexts({ duplicates });
