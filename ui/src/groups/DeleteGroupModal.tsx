import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { GroupDetail } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { formatNumber } from "../common/format";
import { useDeleteGroup } from "./queries";

/** Deletes the group, not its contacts. What uses the group is named when that forbids it. */
export function DeleteGroupModal({ group, onClose }: { group: GroupDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteGroup(group.id);
  return (
    <ConfirmDialog
      title={t("groups.delete.title", { name: group.name })}
      text={t("groups.delete.text", { count: group.members, formatted: formatNumber(group.members) })}
      action={t("groups.delete.button")}
      pending={remove.isPending}
      failure={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/groups", { replace: true }) })}
      onClose={onClose}
    />
  );
}
