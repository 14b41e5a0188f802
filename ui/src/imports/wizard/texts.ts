/** Brings the texts of the import wizard. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../../i18n";
import wizard from "./en.json";

declare module "../../i18n" {
  interface Texts { wizard: typeof wizard }
}

addTexts({ wizard });
