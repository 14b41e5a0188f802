/** Brings the texts of erasure and of inactive contacts. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import erasure from "./en.json";

declare module "../i18n" {
  interface Texts { erasure: typeof erasure }
}

addTexts({ erasure });
