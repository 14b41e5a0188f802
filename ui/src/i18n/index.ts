/** The texts of the page. Each noun's are a namespace of i18next, which a key begins with. Those of the shell are there from the start; a
 *  noun's come with the page or dialog that shows them. A key that is in no catalogue fails the type check, and one whose catalogue is
 *  not brought along fails `texts.test.ts`. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import shell from "./en.json";

/** A new noun is a line here. */
export const NOUNS = {
  accounts: () => import("../accounts/en.json"),
  activities: () => import("../activities/en.json"),
  conditions: () => import("../conditions/en.json"),
  contact: () => import("../pages/contact/en.json"),
  contacts: () => import("../contacts/en.json"),
  duplicates: () => import("../duplicates/en.json"),
  erasure: () => import("../erasure/en.json"),
  fields: () => import("../fields/en.json"),
  filter: () => import("../pages/contacts/filter/en.json"),
  groups: () => import("../groups/en.json"),
  imports: () => import("../imports/en.json"),
  lists: () => import("../lists/en.json"),
  mass: () => import("../mass/en.json"),
  notes: () => import("../notes/en.json"),
  personas: () => import("../personas/en.json"),
  points: () => import("../points/en.json"),
  scores: () => import("../scores/en.json"),
  wizard: () => import("../imports/wizard/en.json"),
};

export type Noun = keyof typeof NOUNS;
type Texts = typeof shell & { [N in Noun]: Awaited<ReturnType<(typeof NOUNS)[N]>>["default"] };

declare module "i18next" {
  interface CustomTypeOptions {
    nsSeparator: ".";
    defaultNS: ["common", ...Exclude<keyof Texts, "common">[]];
    resources: Texts;
  }
}

void i18next.use(initReactI18next).init({
  lng: "en",
  ns: [...Object.keys(shell), ...Object.keys(NOUNS)],
  nsSeparator: ".",
  defaultNS: "common",
  resources: { en: shell },
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

/** Loads a page or dialog together with the texts that it shows. */
export function withTexts<T>(nouns: Noun[], load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [loaded] = await Promise.all([load(), ...nouns.map(bringTexts)]);
    return loaded;
  };
}

/** Adds the texts of a noun to those that are there. */
export async function bringTexts(noun: Noun): Promise<void> {
  const texts = await NOUNS[noun]();
  i18next.addResourceBundle("en", noun, texts.default);
}

export { i18next };
