/** Works on the rules of a score or a persona: a draft first, then what it would change, then publishing. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import ConfirmDialog from "../common/ConfirmDialog";
import { FailureAlert } from "../common/FailureAlert";
import { LeaveGuard } from "../common/LeaveGuard";
import { PageHeader } from "../common/PageHeader";
import { RulesEditor } from "./RulesEditor";
import type { Draft } from "./useDraft";

interface Props {
  /** What the rules belong to, and the way back to it. */
  name: string;
  back: string;
  draft: Draft;
  /** What else the draft holds, above the rules. */
  above?: ReactNode;
  /** What would change, below. */
  children: ReactNode;
}

export function DraftEditor({ name, back, draft, above, children }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("points.draft.heading", { name })} note={t("points.draft.intro")} back={{ to: draft.path, label: back }} />
      <Stack gap="lg">
        {draft.hasDraft && (
          <Alert color="blue" icon={<IconPencil />} title={t("points.draft.isDraft")}>
            {t("points.draft.isDraftText")}
          </Alert>
        )}
        {above}
        <RulesEditor rules={draft.rules} onChange={(rules) => draft.change({ rules })} errors={draft.errors} />
        {draft.isIncomplete && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {t("points.draft.incomplete")}
          </Text>
        )}
        {draft.failure !== null && <FailureAlert failure={draft.failure} />}
        <Acts draft={draft} />
        {children}
      </Stack>
      <LeaveGuard
        isBusy={draft.isUnsaved}
        title={t("points.draft.leaveTitle")}
        text={t("points.draft.leaveText")}
        leave={t("points.draft.leave")}
        stay={t("points.draft.stay")}
      />
    </>
  );
}

function Acts({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const [asks, { open, close }] = useDisclosure();
  return (
    <Group gap="sm">
      <Button onClick={draft.preview.run} loading={draft.preview.isPending} variant="light">
        {t("points.draft.preview")}
      </Button>
      <Button onClick={draft.publish} loading={draft.isPending} disabled={!draft.isChanged}>
        {t("points.draft.publish")}
      </Button>
      <Button onClick={draft.save} disabled={draft.isPending || !draft.isChanged} variant="default">
        {t("points.draft.save")}
      </Button>
      {draft.hasDraft && (
        <Button onClick={open} disabled={draft.isPending} variant="subtle" color="red">
          {t("points.draft.discard")}
        </Button>
      )}
      <Button component={Link} to={draft.path} variant="subtle">
        {t("common.cancel")}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {draft.isSaved && t("points.draft.saved")}
      </Text>
      {asks && (
        <ConfirmDialog
          title={t("points.draft.discardTitle")}
          text={t("points.draft.discardText")}
          action={t("points.draft.discard")}
          pending={false}
          failure={null}
          onConfirm={() => {
            draft.discard();
            close();
          }}
          onClose={close}
        />
      )}
    </Group>
  );
}
