/** Brings the texts of mass actions. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import mass from "./en.json";

declare module "../i18n" {
  interface Texts { mass: typeof mass }
}

addTexts({ mass });
