import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { MassActionKind, MassSelection, Matching } from "../../api/types";
import { formatNumber } from "../../common/format";
import { parseSort } from "../../contacts/address";
import { columnsShown, isTime } from "../../contacts/columns";
import { isEmpty, toMassSelection, type Selection } from "../../contacts/selection";
import { useFields } from "../../fields/queries";
import { useFiguresOf } from "./figures";

type Format = "csv" | "xlsx";

interface Props {
  matching: Matching;
  selection: Selection;
  columns: string[] | null;
  pending: boolean;
  onExport: (wanted: { selection: MassSelection; action: MassActionKind }) => void;
}

/** Exports the contacts that are ticked; where none is, all that match. They come in the order of the list. */
export function ExportMenu({ matching, selection, columns, pending, onExport }: Props) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data: fields } = useFields();
  const figures = useFiguresOf(columns);
  const { by, descending } = parseSort(params.get("sort"));
  // A file has no times of ours, and each part of the name in a column of its own.
  const shown = ["email", "first_name", "last_name", ...columnsShown(columns, fields, figures).filter((column) => !isTime(column))];
  const ticked = !selection.all && !isEmpty(selection);
  const wanted = ticked ? toMassSelection(selection, matching) : matching;
  const words = (format: Format) =>
    ticked ? t(`contacts.exportSelected.${format}`, { formatted: formatNumber(selection.ids.length) }) : t(`contacts.exportAs.${format}`);
  const item = (format: Format, all: boolean) => {
    const action: MassActionKind = {
      kind: "export",
      format,
      columns: all ? null : [...new Set(shown)],
      sort: `${descending ? "-" : ""}${by}`,
    };
    return <Menu.Item onClick={() => onExport({ selection: wanted, action })}>{words(format)}</Menu.Item>;
  };
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={pending}>
          {t("contacts.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("contacts.exportShown")}</Menu.Label>
        {item("csv", false)}
        {item("xlsx", false)}
        <Menu.Label>{t("contacts.exportAll")}</Menu.Label>
        {item("csv", true)}
        {item("xlsx", true)}
      </Menu.Dropdown>
    </Menu>
  );
}
