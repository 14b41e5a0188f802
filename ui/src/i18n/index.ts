/** The texts of the page. Those of the shell are there from the start; every folder brings its own with the page or the
 *  dialog that shows them, by importing its `texts.ts`. A key that is in no catalogue fails the type check, and one whose
 *  catalogue is not brought along fails `texts.test.ts`. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

type Shell = typeof en;

/** Each `texts.ts` adds its noun here. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface, so that others can add to it
export interface Texts extends Shell {}

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: Texts };
  }
}

void i18next.use(initReactI18next).init({
  lng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

/** Adds the texts of a noun to those that are there. */
export function addTexts(texts: Partial<Texts>) {
  i18next.addResourceBundle("en", "translation", texts, true);
}

export { i18next };
