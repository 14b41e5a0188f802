import { IconFilterOff, IconSearchOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { ContactWithPoints } from "../../api/types";
import { EmptyState } from "../../common/EmptyState";
import { ListTable, type RowSelection } from "../../common/ListTable";
import { useKeyPaging, withParam } from "../../common/useKeyPaging";
import { matchingOf, parseSort, printSort, sortBy } from "../../contacts/address";
import { NAME, NAME_SORT } from "../../contacts/columns";
import { nameOf } from "../../contacts/contact";
import { useContacts } from "../../contacts/queries";
import { tickedOf, withPage, type Selection } from "../../contacts/selection";
import { useTableColumns, widthOf } from "./tableColumns";

interface Props {
  empty: ReactNode;
  /** The columns that were chosen; null for the usual ones. */
  columns?: readonly string[] | null;
  selected?: { selection: Selection; onChange: (selection: Selection) => void };
}

/** The contacts that the address asks for. */
export function ContactTable({ empty, columns = null, selected }: Props) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const paging = useKeyPaging();
  const matching = matchingOf(params);
  const sort = parseSort(params.get("sort"));
  const query = useContacts({ matching, sort: printSort(sort), after: paging.after });
  const tableColumns = useTableColumns(columns);
  const filtered = matching.search !== undefined || matching.condition !== undefined;
  return (
    <ListTable
      label={t("contacts.table")}
      query={query}
      columns={tableColumns}
      paging={paging}
      empty={filtered ? <NothingFound search={matching.search} /> : empty}
      minWidth={columns ? widthOf(tableColumns.length) : undefined}
      selection={useRowSelection(query.data?.items ?? [], selected)}
      sort={{
        status: { columnAccessor: sort.by === NAME_SORT ? NAME : sort.by, direction: sort.descending ? "desc" : "asc" },
        onChange: ({ columnAccessor }) => {
          const by = columnAccessor === NAME ? NAME_SORT : String(columnAccessor);
          setParams((old) => withParam(withParam(old, "after", ""), "sort", printSort(sortBy(sort, by))), { replace: true });
        },
      }}
    />
  );
}

function useRowSelection(page: ContactWithPoints[], selected: Props["selected"]): RowSelection<ContactWithPoints> | undefined {
  const { t } = useTranslation();
  if (!selected) return undefined;
  const { selection, onChange } = selected;
  const ids = (contacts: ContactWithPoints[]) => contacts.map(({ id }) => id);
  return {
    ticked: tickedOf(selection, page),
    onTick: (ticked) => onChange(withPage(selection, ids(page), ids(ticked))),
    labelAll: t("contacts.selectPage"),
    labelOf: (contact) => t("contacts.selectOne", { contact: nameOf(contact) || contact.email }),
  };
}

function NothingFound({ search }: { search: string | undefined }) {
  const { t } = useTranslation();
  if (search !== undefined)
    return <EmptyState icon={<IconSearchOff />} title={t("contacts.nothingTitle")} text={t("contacts.nothingText", { search })} />;
  return <EmptyState icon={<IconFilterOff />} title={t("contacts.nothingTitle")} text={t("contacts.nothingMatches")} />;
}
