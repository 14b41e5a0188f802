import { useTranslation } from "react-i18next";
import { LeaveGuard as Guard } from "../../common/LeaveGuard";

interface Props {
  /** Whether a file is chosen, or on its way. */
  isBusy: () => boolean;
  uploading: boolean;
}

/** Asks before the page is left while a file is chosen or being uploaded. */
export function LeaveGuard({ isBusy, uploading }: Props) {
  const { t } = useTranslation();
  const title = t(uploading ? "wizard.start.leaveTitle" : "wizard.start.leaveDraftTitle");
  const text = t(uploading ? "wizard.start.leaveText" : "wizard.start.leaveDraftText");
  return <Guard isBusy={isBusy} title={title} text={text} leave={t("wizard.start.leave")} stay={t("wizard.start.stayHere")} />;
}
