import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../common/Dialog";
import { FormButtons } from "../common/FormButtons";
import { GroupForm } from "./GroupForm";
import { conditionPath, groupPath } from "./links";
import { useNewGroup } from "./useNewGroup";

type Filling = "hand" | "condition";

/** Asks for a name and how the group is filled, and creates it; a condition is made on the page that comes next. */
export function NewGroupModal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [filling, setFilling] = useState<Filling>("hand");
  const group = useNewGroup(filling === "condition" ? conditionPath : groupPath);

  return (
    <Dialog title={t("groups.new")} onClose={onClose}>
      <form onSubmit={group.submit} noValidate>
        <Stack>
          <GroupForm {...group.form} />
          <Radio.Group label={t("groups.filling.question")} value={filling} onChange={(value) => setFilling(value as Filling)}>
            <Stack gap="xs" mt="xs">
              <Radio value="hand" label={t("groups.filling.hand")} description={t("groups.filling.handHint")} />
              <Radio value="condition" label={t("groups.filling.condition")} description={t("groups.filling.conditionHint")} />
            </Stack>
          </Radio.Group>
          <FormButtons label={t("groups.create")} loading={group.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
