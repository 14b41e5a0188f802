import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { MassAction } from "../api/types";
import { isOver } from "../common/work";
import { useDeleteMassAction } from "./queries";

const ConfirmDialog = lazy(() => import("../common/ConfirmDialog"));

/** Stops what runs, and takes what is over off the list. */
export function RemoveRun({ run }: { run: MassAction }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  const remove = useDeleteMassAction(run.id);
  const how = isOver(run) ? "remove" : run.action.kind === "export" ? "stopExport" : "stop";
  const text = how === "remove" && run.file_until != null ? t("mass.remove.withFile") : t(`mass.${how}.text`);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" aria-label={t(`mass.${how}.label`)} title={t(`mass.${how}.label`)} onClick={open}>
        {how === "remove" ? <IconTrash size={16} /> : <IconPlayerStop size={16} />}
      </ActionIcon>
      <Suspense>
        {opened && (
          <ConfirmDialog
            title={t(`mass.${how}.title`)}
            text={text}
            action={t(`mass.${how}.button`)}
            pending={remove.isPending}
            failure={remove.error}
            onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
