/** Brings the texts of the page of one contact. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../../i18n";
import contact from "./en.json";

declare module "../../i18n" {
  interface Texts { contact: typeof contact }
}

addTexts({ contact });
