/** Brings the texts of accounts. Every page and dialog that shows them and is loaded when it is needed imports this. */
import { addTexts } from "../i18n";
import accounts from "./en.json";

declare module "../i18n" {
  interface Texts { accounts: typeof accounts }
}

addTexts({ accounts });
