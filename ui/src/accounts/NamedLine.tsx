import { Anchor } from "@mantine/core";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { hasCode } from "../api/problem";
import type { AccountChanges } from "../api/types";
import { reasonAt } from "../common/placedErrors";
import { useSeen } from "../common/useEdited";
import type { Named } from "../common/SearchSelect";
import { InPlace, type Close } from "../fields/InPlace";
import type { PickerProps } from "./pickers";
import { useChangeAccount } from "./queries";

interface Props {
  accountId: number;
  label: string;
  value: Named | null;
  /** Where in the request an error about it stands. */
  pointer: string;
  pathOf: (id: number) => string;
  Picker: ComponentType<PickerProps>;
  toChanges: (id: number | null) => AccountChanges;
}

/** Another account, or a contact, that the account names; chosen where it stands. */
export function NamedLine({ value, pathOf, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <InPlace label={props.label} editor={(close) => <NamedEditor {...props} value={value} onClose={close} />}>
      {value ? (
        <Anchor component={Link} to={pathOf(value.id)} size="sm">
          {value.name}
        </Anchor>
      ) : (
        t("common.blank")
      )}
    </InPlace>
  );
}

/** Choosing saves; leaving it does not. */
function NamedEditor({ accountId, label, value, pointer, Picker, toChanges, onClose }: Omit<Props, "pathOf"> & { onClose: Close }) {
  const change = useChangeAccount(accountId);
  const [chosen, setChosen] = useState<{ named: Named | null } | null>(null);
  const { before, onError } = useSeen(toChanges(value?.id ?? null));
  // What was refused can be chosen again only when something else stands in the input: what stands there now.
  const refused = (thrown: unknown) => {
    onError(thrown);
    if (hasCode(thrown, "changed_elsewhere")) setChosen(null);
  };
  const choose = (named: Named | null) => {
    setChosen({ named });
    if (named?.id === value?.id) return onClose(true);
    change.mutate({ ...toChanges(named?.id ?? null), before }, { onSuccess: () => onClose(true), onError: refused });
  };
  return (
    <Picker
      label={label}
      value={chosen ? chosen.named : value}
      onChange={choose}
      clearable
      hideLabel
      autoFocus
      disabled={change.isPending}
      error={reasonAt(change.error, pointer)}
      onBlur={() => {
        if (!change.isPending && !change.isError) onClose(false);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose(true);
      }}
    />
  );
}
