/** Brings the texts of personas. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import personas from "./en.json";

declare module "../i18n" {
  interface Texts { personas: typeof personas }
}

addTexts({ personas });
