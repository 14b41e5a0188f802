import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ConditionNode } from "../../../api/types";
import { Dialog } from "../../../common/Dialog";
import { FormButtons } from "../../../common/FormButtons";
import { GroupForm } from "../../../groups/GroupForm";
import { groupPath } from "../../../groups/links";
import { useNewGroup } from "../../../groups/useNewGroup";

interface Props {
  condition: ConditionNode;
  /** Words that narrow the list as well. A group has none. */
  search: string | undefined;
  onClose: () => void;
}

/** Makes a contact group whose condition is the filter. */
export default function SaveFilterModal({ condition, search, onClose }: Props) {
  const { t } = useTranslation();
  const group = useNewGroup(groupPath, condition);
  return (
    <Dialog title={t("filter.saveTitle")} onClose={onClose}>
      <form onSubmit={group.submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            {t("filter.saveText")}
          </Text>
          {search !== undefined && <Text size="sm">{t("filter.saveWithoutSearch", { search })}</Text>}
          <GroupForm {...group.form} />
          <FormButtons label={t("filter.saveButton")} loading={group.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
