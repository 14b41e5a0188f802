import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../api/types";
import { EditTextsModal } from "../common/EditTextsModal";
import { GroupForm } from "./GroupForm";
import { useChangeGroup } from "./queries";

/** Changes a group's name and description. */
export function EditGroupModal({ group, onClose }: { group: GroupDetail; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <EditTextsModal
      title={t("groups.edit.title")}
      save={t("groups.save")}
      of={group}
      Form={GroupForm}
      change={useChangeGroup(group.id)}
      onClose={onClose}
    />
  );
}
