/** A name for each column that tells it from all others: files have blank and repeated headers. */
import { i18next } from "../../i18n";
import type { InspectedColumn } from "../../api/types";

export function columnTitles(columns: InspectedColumn[]): string[] {
  const names = columns.map(({ name }) => name.trim());
  return names.map((name, position) => {
    const number = position + 1;
    if (name === "") return i18next.t("wizard.map.nameless", { number });
    const repeated = names.indexOf(name) !== names.lastIndexOf(name);
    return repeated ? i18next.t("wizard.map.repeated", { name, number }) : name;
  });
}
