import { Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Inspection } from "../../api/types";
import listClasses from "../../common/list.module.css";
import type { Chosen } from "./inspect";

interface Props {
  inspection: Inspection;
  onReadAs: (chosen: Chosen) => void;
  locked: boolean;
}

const NAMES = { ";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe", " ": "space" } as const;

/** The ones that files have; another only where it was found. */
const USUAL = [";", ",", "\t", "|"];

/** How the file is read: its encoding and its delimiter, each with the others that it could be. */
export function ReadAs({ inspection: { encoding, encodings = [], delimiter }, onReadAs, locked }: Props) {
  const { t } = useTranslation();
  const delimiterName = (character: string) =>
    t(`wizard.file.delimiters.${NAMES[character as keyof typeof NAMES] ?? "other"}`, { character });
  const known = encodings.some(({ name }) => name === encoding)
    ? encodings
    : [{ name: encoding, label: encoding.toUpperCase() }, ...encodings];
  const delimiters = USUAL.includes(delimiter) ? USUAL : [delimiter, ...USUAL];
  const list = {
    allowDeselect: false,
    size: "xs",
    w: 190,
    withScrollArea: false,
    disabled: locked,
    comboboxProps: { withinPortal: false },
    classNames: { options: listClasses.options, option: listClasses.option },
  } as const;
  return (
    <Group gap="md" mt={8}>
      <Select
        {...list}
        w={270}
        label={t("wizard.file.encoding")}
        data={known.map(({ name, label }) => ({ value: name, label }))}
        value={encoding}
        onChange={(chosen) => chosen !== null && chosen !== encoding && onReadAs({ encoding: chosen, delimiter })}
      />
      <Select
        {...list}
        label={t("wizard.file.delimiter")}
        data={delimiters.map((one) => ({ value: one, label: delimiterName(one) }))}
        value={delimiter}
        onChange={(chosen) => chosen !== null && chosen !== delimiter && onReadAs({ encoding, delimiter: chosen })}
      />
    </Group>
  );
}
