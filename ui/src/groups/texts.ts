/** Brings the texts of contact groups. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import groups from "./en.json";

declare module "../i18n" {
  interface Texts { groups: typeof groups }
}

addTexts({ groups });
