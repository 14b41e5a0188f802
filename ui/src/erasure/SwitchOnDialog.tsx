import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import ConfirmDialog from "../common/ConfirmDialog";
import { Dialog } from "../common/Dialog";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { useInactivityPreview } from "./queries";

interface Props {
  days: number;
  pending: boolean;
  failure: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Says how many contacts are deleted at once before the policy is switched on. */
export default function SwitchOnDialog({ days, ...dialog }: Props) {
  const { t } = useTranslation();
  const { data, isPlaceholderData, error, refetch } = useInactivityPreview(days);
  const title = t("erasure.confirmTitle");
  if (!data || isPlaceholderData) {
    return (
      <Dialog title={title} onClose={dialog.onClose}>
        {error ? (
          <FailureAlert failure={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton h={72} role="status" aria-label={t("app.loading")} />
        )}
      </Dialog>
    );
  }
  const { count } = data;
  const words = { count, formatted: formatNumber(count), days: formatNumber(days) };
  const text = count === 0 ? t("erasure.confirmNone", words) : t("erasure.confirmText", words);
  const action = count === 0 ? t("erasure.confirmSwitch") : t("erasure.confirmButton", words);
  return <ConfirmDialog title={title} text={text} action={action} {...dialog} />;
}
