/** Brings the texts of conditions. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import conditions from "./en.json";

declare module "../i18n" {
  interface Texts { conditions: typeof conditions }
}

addTexts({ conditions });
