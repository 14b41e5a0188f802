import { Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../common/format";
import classes from "../Conditions.module.css";
import { listOf } from "../../common/typed";
import type { InputProps } from "./input";

const MAX_LIST = 5_000;

export function TextValueInput({ label, value, onChange }: InputProps<string>) {
  return <TextInput className={classes.value} aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** A list as it is pasted. What is typed stays as it is typed; the values are what is read from it. */
export function TextListInput({ label, value, onChange }: InputProps<string[]>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => value.join("\n"));
  const count = t("conditions.listCount", { count: value.length, formatted: formatNumber(value.length) });
  return (
    <div className={classes.value}>
      <Textarea
        aria-label={label}
        placeholder={t("conditions.listHint")}
        value={sameList(listOf(typed), value) ? typed : value.join("\n")}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange(listOf(event.currentTarget.value));
        }}
        rows={4}
        error={value.length > MAX_LIST && t("conditions.listLimit", { max: formatNumber(MAX_LIST) })}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {count}
      </Text>
    </div>
  );
}

const sameList = (a: string[], b: string[]): boolean => a.length === b.length && a.every((value, index) => value === b[index]);
