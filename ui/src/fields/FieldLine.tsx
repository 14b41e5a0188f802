import { Anchor } from "@mantine/core";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { withTexts } from "../i18n";
import type { FieldChange } from "./FieldEditor";
import { InPlace } from "./InPlace";
import { shown } from "./value";

const FieldEditor = lazy(withTexts(["fields"], () => import("./FieldEditor")));

interface Props {
  field: Field;
  value: string;
  change: FieldChange;
}

/** A field with its value, which is changed where it stands. */
export function FieldLine({ field, value, change }: Props) {
  const { t } = useTranslation();
  return (
    <InPlace label={field.label} editor={(close) => <FieldEditor field={field} value={value} change={change} onClose={close} />}>
      {value ? <Value kind={field.kind} value={value} /> : t("common.blank")}
    </InPlace>
  );
}

function Value({ kind, value }: { kind: Field["kind"]; value: string }) {
  const address = addressOf(kind, value);
  return address ? (
    <Anchor href={address} size="sm" rel="noreferrer">
      {value}
    </Anchor>
  ) : (
    shown(kind, value)
  );
}

/** Only what is surely a mail, phone or web address becomes a link: values come from files of strangers. */
function addressOf(kind: Field["kind"], value: string): string | null {
  if (kind === "email") return `mailto:${value}`;
  if (kind === "phone") return `tel:${value.replace(/[^+\d]/g, "")}`;
  return kind === "url" && /^https?:\/\//i.test(value) ? value : null;
}
