import { Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { GroupRef } from "../api/types";
import { GroupPicker } from "../groups/GroupPicker";
import { FormFoot, type FormProps } from "./FormFoot";

export function GroupForm({ kind, onStart, ...foot }: FormProps & { kind: "add_to_group" | "remove_from_group" }) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<GroupRef | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (group) onStart({ kind, group_id: group.id });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <GroupPicker label={t("groups.pick.label")} value={group} onChange={setGroup} inDialog disabled={foot.pending} />
        <FormFoot {...foot} label={t(`mass.${kind}.button`)} disabled={!group} />
      </Stack>
    </form>
  );
}
