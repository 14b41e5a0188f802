import { useTranslation } from "react-i18next";
import { LeaveGuard as Guard } from "../../common/LeaveGuard";

/** Asks before the page is left while a file is being uploaded. */
export function LeaveGuard({ isBusy }: { isBusy: () => boolean }) {
  const { t } = useTranslation();
  return <Guard isBusy={isBusy} title={t("wizard.start.leaveTitle")} text={t("wizard.start.leaveText")} leave={t("wizard.start.leave")} stay={t("wizard.start.stayHere")} />;
}
