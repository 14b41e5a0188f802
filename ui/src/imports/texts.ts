/** Brings the texts of imports. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import imports from "./en.json";

declare module "../i18n" {
  interface Texts { imports: typeof imports }
}

addTexts({ imports });
