import { useTranslation } from "react-i18next";
import type { MassDialogKind, MassSelection } from "../api/types";
import { Dialog } from "../common/Dialog";
import { DeleteForm } from "./DeleteForm";
import type { FormProps } from "./FormFoot";
import { GroupForm } from "./GroupForm";
import { MassProgress } from "./MassProgress";
import { useStartMassAction } from "./queries";
import { SetFieldForm } from "./SetFieldForm";

interface Props {
  kind: MassDialogKind;
  selection: MassSelection;
  /** How many contacts it concerns; null while that is not known. */
  size: number | null;
  /** `over` is true when the action has run, and the selection has served. */
  onClose: (over: boolean) => void;
}

/** One mass action: what exactly, then how far it is, then what came of it. */
export function MassModal({ kind, selection, size, onClose }: Props) {
  const { t } = useTranslation();
  const start = useStartMassAction();
  const close = () => onClose(start.data !== undefined);
  const form: FormProps = {
    size,
    pending: start.isPending,
    failure: start.error,
    onStart: (action) => !start.isPending && start.mutate({ selection, action, confirmed: size }),
    onClose: close,
  };
  return (
    <Dialog title={t(`mass.${kind}.title`)} onClose={close}>
      {start.data && <MassProgress started={start.data} onClose={close} />}
      {!start.data && (kind === "add_to_group" || kind === "remove_from_group") && <GroupForm kind={kind} {...form} />}
      {!start.data && kind === "set_field" && <SetFieldForm {...form} />}
      {!start.data && kind === "delete" && <DeleteForm {...form} />}
    </Dialog>
  );
}
