import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import { IconFilterPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "../Conditions.module.css";
import { FILTERS, MATCHES, type FilterName, type Match, type MeantActivity, type TextFilter } from "../../api/conditionValues";
import { PlainSelect } from "./PlainSelect";

interface Props<T> {
  value: T;
  onChange: (value: T) => void;
}

/** Which activities of the type count: by item, value and URL. */
export function ActivityFilters<T extends MeantActivity>({ value, onChange }: Props<T>) {
  const { t } = useTranslation();
  const set = (name: FilterName, filter: TextFilter | undefined) => onChange({ ...value, [name]: filter });
  return (
    <>
      {FILTERS.map(
        (name) => value[name] && <Filter key={name} name={name} filter={value[name]} onChange={(filter) => set(name, filter)} />,
      )}
      <Group gap={4}>
        {FILTERS.filter((name) => !value[name]).map((name) => (
          <Button
            key={name}
            size="compact-xs"
            variant="subtle"
            leftSection={<IconFilterPlus size={14} />}
            onClick={() => set(name, { operator: "contains", value: "" })}>
            {t("conditions.activity.addFilter", { name: t(`conditions.activity.filters.${name}`) })}
          </Button>
        ))}
      </Group>
    </>
  );
}

interface FilterProps {
  name: FilterName;
  filter: TextFilter;
  onChange: (filter: TextFilter | undefined) => void;
}

function Filter({ name, filter, onChange }: FilterProps) {
  const { t } = useTranslation();
  const word = t(`conditions.activity.filters.${name}`);
  return (
    <div className={classes.line}>
      <span className={classes.word}>{t("conditions.activity.whereThe", { name: word })}</span>
      <PlainSelect
        className={classes.when}
        label={t("conditions.activity.filterMatch", { name: word })}
        value={filter.operator}
        onChange={(operator) => onChange({ ...filter, operator: operator as Match })}
        options={MATCHES.map((match) => ({ value: match, label: t(`conditions.activity.matches.${match}`) }))}
      />
      <TextInput
        className={classes.filterText}
        aria-label={t("conditions.activity.filterText", { name: word })}
        value={filter.value}
        onChange={(event) => onChange({ ...filter, value: event.currentTarget.value })}
      />
      <ActionIcon
        size="lg"
        variant="subtle"
        color="gray"
        aria-label={t("conditions.activity.removeFilter", { name: word })}
        onClick={() => onChange(undefined)}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
