import { useTranslation } from "react-i18next";
import type { ActivityType } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { useDeleteType } from "./queries";

/** Deletes a custom type; one that is in use is refused, and the answer says by what. */
export default function DeleteTypeModal({ type, onClose }: { type: ActivityType; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteType(type.name);
  return (
    <ConfirmDialog
      title={t("activities.deleteType", { label: type.label })}
      text={t("activities.deleteText")}
      action={t("activities.deleteButton")}
      pending={remove.isPending}
      failure={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
