import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, ConditionNode } from "../../../api/types";
import { Dialog } from "../../../common/Dialog";
import { FailureAlert } from "../../../common/FailureAlert";
import { formatNumber } from "../../../common/format";
import { ConditionBuilder } from "../../../conditions/ConditionBuilder";
import { useCatalogue } from "../../../conditions/queries";
import { newNode, withIds, withoutIds } from "../../../conditions/tree";
import { useLivePreview } from "../../../conditions/useLivePreview";

interface Props {
  condition: ConditionNode | null;
  onApply: (condition: ConditionNode | null) => void;
  onClose: () => void;
}

/** The filter of the list: a condition, and how many contacts meet it. */
export default function FilterModal(props: Props) {
  const { t } = useTranslation();
  const { data: catalogue, error, refetch } = useCatalogue();
  return (
    <Dialog title={t("filter.title")} size="56rem" onClose={props.onClose}>
      {error && !catalogue && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      {!error && !catalogue && <Skeleton h={180} role="status" aria-label={t("app.loading")} />}
      {catalogue && <Editor {...props} catalogue={catalogue} />}
    </Dialog>
  );
}

function Editor({ condition, catalogue, onApply, onClose }: Props & { catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState(() => (condition ? withIds(condition) : newNode()));
  const { gaps, query, isAnswered, problems } = useLivePreview(edited, catalogue);
  const count = isAnswered && gaps.length === 0 ? query.data?.count : undefined;
  const refused = query.isError && isAnswered && gaps.length === 0;
  return (
    <Stack>
      <ConditionBuilder condition={edited} onChange={setEdited} catalogue={catalogue} problems={problems} />
      {refused && problems.size === 0 && <FailureAlert failure={query.error} onRetry={() => void query.refetch()} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {gaps.length > 0
            ? t("filter.incomplete", { count: gaps.length })
            : count !== undefined && t("filter.meets", { count, formatted: formatNumber(count) })}
        </Text>
        <Group gap="sm">
          {condition && (
            <Button variant="subtle" onClick={() => onApply(null)}>
              {t("filter.remove")}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={gaps.length > 0 || problems.size > 0} onClick={() => onApply(withoutIds(edited))}>
            {t("filter.apply")}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
