import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MassActionKind } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { formatNumber } from "../common/format";
import { FormButtons } from "../common/FormButtons";

/** What every form of a mass action gets. */
export interface FormProps {
  size: number | null;
  pending: boolean;
  failure: unknown;
  onStart: (action: MassActionKind) => void;
  onClose: () => void;
}

type Props = Pick<FormProps, "size" | "pending" | "failure" | "onClose"> & { label: string; disabled: boolean; colour?: string };

/** Whom it concerns, what went wrong, and the buttons. */
export function FormFoot({ size, pending, failure, onClose, label, disabled, colour }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {size !== null && (
        <Text size="sm" c="dimmed">
          {t("mass.concerns", { count: size, formatted: formatNumber(size) })}
        </Text>
      )}
      {failure != null && <FailureAlert failure={failure} />}
      <FormButtons label={label} color={colour} loading={pending} disabled={disabled} onClose={onClose} />
    </>
  );
}
