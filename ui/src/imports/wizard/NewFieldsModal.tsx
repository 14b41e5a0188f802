import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../common/Dialog";
import { FailureAlert } from "../../common/FailureAlert";
import type { WantedField } from "./newFields";
import classes from "./Wizard.module.css";

interface Props {
  wanted: WantedField[];
  pending: boolean;
  failure: unknown;
  onCreate: () => void;
  onClose: () => void;
}

/** Shows which fields would be made before they are. */
export default function NewFieldsModal({ wanted, pending, failure, onCreate, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("wizard.newFields.title", { count: wanted.length })} onClose={onClose}>
      <Stack>
        <Text size="sm">{t("wizard.newFields.text")}</Text>
        <ul className={classes.newFields} aria-label={t("wizard.newFields.list")}>
          {wanted.map(({ position, label, kind }) => (
            <li key={position}>{t("wizard.newFields.one", { label, kind: t(`fields.kinds.${kind}`) })}</li>
          ))}
        </ul>
        {failure != null && <FailureAlert failure={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button data-autofocus loading={pending} onClick={onCreate}>
            {t("wizard.newFields.create")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
