import { useTranslation } from "react-i18next";
import type { ListEntry } from "../api/types";
import ConfirmDialog from "../common/ConfirmDialog";
import { useDeleteEntry, type ListName } from "./queries";

/** Deletes an entry; one that is in use is refused, and the answer says by what. */
export default function DeleteEntryModal({ list, entry, onClose }: { list: ListName; entry: ListEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteEntry(list, entry.id);
  return (
    <ConfirmDialog
      title={t("lists.delete", { label: entry.label })}
      text={t(`lists.${list}.deleteText`)}
      action={t(`lists.${list}.deleteButton`)}
      pending={remove.isPending}
      failure={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
