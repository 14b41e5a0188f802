import { Button, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { FailureAlert } from "../common/FailureAlert";
import { useForgetContact } from "../contacts/queries";
import { useFields } from "../fields/queries";
import { bySection } from "../fields/sections";
import { mergePath } from "./links";
import { named, sortFields, toMerge, type Choices, type Two } from "./merge";
import { useMerge } from "./queries";
import { Survivor } from "./Survivor";
import { ValueChoices } from "./ValueChoices";
import { WhatMoves } from "./WhatMoves";

export function MergeForm({ own, other }: Two) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Choices>({});
  const { data: fields, error, refetch } = useFields();
  const merge = useMerge(own.id);
  const forget = useForgetContact();
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!fields) return <Skeleton h={320} role="status" aria-label={t("app.loading")} />;
  const sorted = sortFields(
    bySection(fields).flatMap((section) => section.fields),
    own,
    other,
  );
  const leave = async () => {
    await navigate(`/contacts/${own.id}`, { replace: true });
    forget(other.id);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (merge.isPending) return;
    merge.mutate(toMerge(sorted.different, choices, own, other), { onSuccess: leave });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Survivor
          own={own}
          other={other}
          onSwap={() => void navigate(mergePath(other.id, own.id), { replace: true, preventScrollReset: true })}
        />
        <ValueChoices
          own={own}
          other={other}
          sorted={sorted}
          choices={choices}
          onChoose={(field, id) => setChoices((old) => ({ ...old, [field]: id }))}
        />
        <WhatMoves other={other} />
        <Paper p={{ base: "md", sm: "lg" }}>
          <Stack gap="md" align="flex-start">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {t("duplicates.merge.consequence", { contact: named(own), other: named(other) })}
            </Text>
            {merge.isError && <FailureAlert failure={merge.error} />}
            <Button type="submit" leftSection={<IconArrowMerge size={16} />} loading={merge.isPending}>
              {t("duplicates.merge.submit")}
            </Button>
          </Stack>
        </Paper>
      </Stack>
    </form>
  );
}
