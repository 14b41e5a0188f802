import { Anchor, Text } from "@mantine/core";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact, ContactWithPoints, Field } from "../../api/types";
import { formatDay } from "../../common/format";
import { WIDE, WIDER } from "../../common/screens";
import { columnsShown, isFigure, isTime, NAME, PERSONA } from "../../contacts/columns";
import { nameOf, valueOf } from "../../contacts/contact";
import { useFields } from "../../fields/queries";
import { shown } from "../../fields/value";
import { useFigureValue, useFiguresOf } from "./figures";

type Column = DataTableColumn<ContactWithPoints>;

/** From which screen on a usual column is shown. What a person chose is shown on all. */
const SCREENS: Record<string, string> = { email: WIDE, company: WIDE, city: WIDER, mobile_phone: WIDER };

const COLUMN = 170;

/** Addresses are longer than most values, and cut off they say nothing. */
const ADDRESS = 240;

export const widthOf = (columns: number): number => columns * COLUMN;

/** The name and the columns that were chosen, as the table draws them. */
export function useTableColumns(chosen: readonly string[] | null): Column[] {
  const { t } = useTranslation();
  const { data: fields } = useFields();
  const figures = useFiguresOf(chosen);
  const figureValue = useFigureValue(chosen);
  const name: Column = {
    accessor: NAME,
    title: t("contacts.name"),
    sortable: true,
    render: (contact) => <NameCell contact={contact} withEmail={!chosen} />,
  };
  const others = columnsShown(chosen, fields, figures).map((column): Column => {
    if (isFigure(column)) {
      const title = figures?.find((one) => one.name === column)?.label ?? "";
      const isNumber = column !== PERSONA;
      return {
        ...valueColumn(column, title, { valueFor: (contact) => figureValue(contact, column), blank: t("common.blank"), isNumber }),
        sortable: isNumber,
      };
    }
    if (isTime(column))
      return {
        accessor: column,
        title: t(`contacts.times.${column}`),
        sortable: true,
        render: (contact) => formatDay(contact[column]),
        noWrap: true,
        width: 136,
      };
    const field = fields?.find((one) => one.name === column);
    return { ...fieldColumn(column, field, t("common.blank")), visibleMediaQuery: chosen ? undefined : SCREENS[column] };
  });
  return [name, ...others];
}

function fieldColumn(name: string, field: Field | undefined, blank: string): Column {
  const kind = field?.kind ?? "text";
  const isNumber = kind === "number" || kind === "decimal";
  const column = valueColumn(name, field?.label ?? "", { valueFor: (contact) => shown(kind, valueOf(contact, name)), blank, isNumber });
  return { ...column, width: name === "email" ? ADDRESS : undefined };
}

interface Values {
  valueFor: (contact: ContactWithPoints) => string;
  blank: string;
  isNumber: boolean;
}

/** A value in a line, cut off where it is too long and then shown whole under the pointer; numbers stand on the right. */
function valueColumn(accessor: string, title: string, { valueFor, blank, isNumber }: Values): Column {
  const render = (contact: ContactWithPoints) => {
    const value = valueFor(contact);
    return (
      <Text size="sm" truncate title={value}>
        {value || blank}
      </Text>
    );
  };
  return { accessor, title, sortable: true, ellipsis: true, textAlign: isNumber ? "right" : undefined, render };
}

function NameCell({ contact, withEmail }: { contact: Contact; withEmail: boolean }) {
  const name = nameOf(contact);
  return (
    <>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm" lineClamp={2} title={name || contact.email}>
        {name || contact.email}
      </Anchor>
      {name && withEmail && (
        <Text size="xs" c="dimmed" hiddenFrom="sm" truncate>
          {contact.email}
        </Text>
      )}
    </>
  );
}
