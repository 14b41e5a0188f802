/** Brings the texts of contacts. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import contacts from "./en.json";

declare module "../i18n" {
  interface Texts { contacts: typeof contacts }
}

addTexts({ contacts });
