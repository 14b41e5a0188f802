import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { GroupDetail } from "../../api/types";
import ConfirmDialog from "../../common/ConfirmDialog";
import type { useSaveCondition } from "./useSaveCondition";

/** Takes the condition away; who is a member by nothing else leaves. */
export function RemoveCondition({ group, remove }: { group: GroupDetail; remove: ReturnType<typeof useSaveCondition>["remove"] }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="subtle" color="red" onClick={open}>
        {t("groups.condition.remove")}
      </Button>
      {opened && (
        <ConfirmDialog
          title={t("groups.condition.removeTitle", { name: group.name })}
          text={t("groups.condition.removeText")}
          action={t("groups.condition.remove")}
          pending={remove.isPending}
          failure={remove.failure}
          onConfirm={remove.run}
          onClose={close}
        />
      )}
    </>
  );
}
