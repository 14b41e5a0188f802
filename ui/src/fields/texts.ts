/** Brings the texts of fields. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import fields from "./en.json";

declare module "../i18n" {
  interface Texts { fields: typeof fields }
}

addTexts({ fields });
