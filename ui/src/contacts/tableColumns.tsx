import { Anchor, Text } from "@mantine/core";
import type { DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Contact, ContactWithPoints, Field } from "../api/types";
import { formatDay } from "../common/format";
import { WIDE, WIDER } from "../common/screens";
import { useFields } from "../fields/queries";
import { shown } from "../fields/value";
import { columnsShown, isFigure, isTime, NAME, PERSONA } from "./columns";
import { nameOf, valueOf } from "./contact";
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
  const name: Column = { accessor: NAME, title: t("contacts.name"), sortable: true, render: (contact) => <NameCell contact={contact} withEmail={!chosen} /> };
  const others = columnsShown(chosen, fields, figures).map((column): Column => {
    if (isFigure(column)) return { accessor: column, title: figures?.find((one) => one.name === column)?.label ?? "", sortable: column !== PERSONA, ellipsis: true, textAlign: column === PERSONA ? "left" : "right", render: (contact) => <Text size="sm" truncate>{figureValue(contact, column) || t("common.blank")}</Text> };
    if (isTime(column)) return { accessor: column, title: t(`contacts.times.${column}`), sortable: true, render: (contact) => formatDay(contact[column]), noWrap: true, width: 136 };
    const field = fields?.find((one) => one.name === column);
    return { ...fieldColumn(column, field, t("common.blank")), visibleMediaQuery: chosen ? undefined : SCREENS[column] };
  });
  return [name, ...others];
}

function fieldColumn(name: string, field: Field | undefined, blank: string): Column {
  const kind = field?.kind ?? "text";
  const number = kind === "number" || kind === "decimal";
  return {
    accessor: name,
    title: field?.label ?? "",
    sortable: true,
    ellipsis: true,
    width: name === "email" ? ADDRESS : undefined,
    textAlign: number ? "right" : undefined,
    render: (contact) => {
      const value = shown(kind, valueOf(contact, name));
      return <Text size="sm" truncate title={value}>{value || blank}</Text>;
    },
  };
}

function NameCell({ contact, withEmail }: { contact: Contact; withEmail: boolean }) {
  const name = nameOf(contact);
  return (
    <>
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={600} size="sm" lineClamp={2} title={name || contact.email}>{name || contact.email}</Anchor>
      {name && withEmail && <Text size="xs" c="dimmed" hiddenFrom="sm" truncate>{contact.email}</Text>}
    </>
  );
}
