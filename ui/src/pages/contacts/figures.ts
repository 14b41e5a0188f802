/** The scores and the persona as columns of the list of contacts. */
import { useTranslation } from "react-i18next";
import type { ContactWithPoints } from "../../api/types";
import { formatNumber } from "../../common/format";
import { isFigure, PERSONA, scoreColumn, scoreOf } from "../../contacts/columns";
import { usePersonaNames } from "../../personas/names";
import { useScores } from "../../scores/queries";

export interface Figure {
  name: string;
  label: string;
}

/** What there is of them; undefined until it is known. Nothing is asked as long as none is wanted. */
export function useFigures(wanted: boolean): Figure[] | undefined {
  const { t } = useTranslation();
  const scores = useScores(wanted).data?.items;
  const personas = usePersonaNames(wanted).data;
  if (!scores || !personas) return undefined;
  const persona = personas.length > 0 ? [{ name: PERSONA, label: t("contacts.persona") }] : [];
  return [...persona, ...scores.map(({ id, name }) => ({ name: scoreColumn(id), label: name }))];
}

/** Those that a choice of columns needs. */
export const useFiguresOf = (columns: readonly string[] | null): Figure[] | undefined => useFigures(columns?.some(isFigure) ?? false);

/** What stands in such a column. */
export function useFigureValue(columns: readonly string[] | null): (contact: ContactWithPoints, column: string) => string {
  const { data: personas } = usePersonaNames(columns?.includes(PERSONA) ?? false);
  return (contact, column) => {
    const score = scoreOf(column);
    if (score !== null) return formatNumber(contact.scores[score] ?? 0);
    return personas?.find(({ id }) => id === contact.persona_id)?.name ?? "";
  };
}
