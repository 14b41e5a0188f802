/** The texts of the page. A key that is not in `en.json` fails the type check. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

void i18next.use(initReactI18next).init({
  lng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

export { i18next };
