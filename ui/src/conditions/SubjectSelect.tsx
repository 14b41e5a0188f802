import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionRule } from "../api/types";
import listClasses from "../common/list.module.css";
import { useBuilder } from "./builder";
import { aboutSubject, sectionsOf, subjectOf } from "./catalogue";
import classes from "./Conditions.module.css";

interface Props {
  rule: ConditionRule;
  wrong: boolean;
  onChange: (rule: ConditionRule) => void;
}

/** What the rule is about; the list is made when it is opened, since there is one in every rule. */
export function SubjectSelect({ rule, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const [opened, setOpened] = useState(false);
  const sectionName = useSectionName();
  const label = subjectOf(catalogue, rule)?.label ?? rule.field;
  const sections = () =>
    sectionsOf(catalogue).map(({ section, subjects }) => ({
      group: sectionName(section),
      items: subjects.map((subject) => ({ value: subject.name, label: subject.label })),
    }));
  const chosen = rule.field === "" ? [] : [{ value: rule.field, label }];
  return (
    <Select
      className={classes.subject}
      aria-label={t("conditions.subject")}
      placeholder={t("conditions.chooseSubject")}
      data={opened ? sections() : chosen}
      value={rule.field || null}
      onChange={(name) => name !== null && onChange(aboutSubject(catalogue, rule, name))}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      searchable
      selectFirstOptionOnChange
      onClick={(event) => event.currentTarget.select()}
      comboboxProps={{ position: "bottom-start" }}
      withScrollArea={false}
      classNames={{ options: listClasses.options, option: listClasses.option, dropdown: classes.dropdown }}
      nothingFoundMessage={t("conditions.noSubject")}
      allowDeselect={false}
      error={wrong}
    />
  );
}

const SECTIONS = ["person", "work", "reach", "address", "other", "custom", "contact", "behaviour"] as const;

/** A section that has no words here keeps the catalogue's name. */
function useSectionName() {
  const { t } = useTranslation();
  return (name: string): string => {
    const known = SECTIONS.find((section) => section === name);
    return known ? t(`conditions.sections.${known}`) : name;
  };
}
