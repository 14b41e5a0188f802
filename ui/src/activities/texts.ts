/** Brings the texts of activities. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import activities from "./en.json";

declare module "../i18n" {
  interface Texts { activities: typeof activities }
}

addTexts({ activities });
