import { Button, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure, usePrevious } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { IconMasksTheater, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PersonaList } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { LateAlert } from "../common/LateAlert";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { withTexts } from "../i18n";
import { Choosing } from "./Choosing";
import { personaPath } from "./links";
import { PersonaRows } from "./PersonaRows";
import { usePersonas } from "./queries";
import { SharesOverTime } from "./SharesOverTime";

const NewPersonaModal = lazy(withTexts(["personas"], () => import("./NewPersonaModal")));

export function PersonasPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const query = usePersonas();
  return (
    <>
      <PageHeader title={t("personas.title")} note={t("personas.intro")}>
        <Button leftSection={<IconPlus size={16} />} onClick={open}>
          {t("personas.new")}
        </Button>
      </PageHeader>
      <Loaded query={query} missing={{ title: "", text: "", action: null }}>
        {(list) => <Overview list={list} onNew={open} />}
      </Loaded>
      <Suspense>
        {opened && (
          <NewPersonaModal others={query.data?.items.length ?? 0} onCreated={(id) => void navigate(personaPath(id))} onClose={close} />
        )}
      </Suspense>
    </>
  );
}

function Overview({ list, onNew }: { list: PersonaList; onNew: () => void }) {
  const { t } = useTranslation();
  useFreshOnceChosen(list.progress != null || list.late != null);
  if (list.items.length === 0) {
    return (
      <EmptyState icon={<IconMasksTheater />} title={t("personas.emptyTitle")} text={t("personas.emptyText")}>
        <Button variant="default" onClick={onNew}>
          {t("personas.new")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      {list.late && <LateAlert late={list.late} />}
      {list.progress && !list.late && <Choosing progress={list.progress} />}
      <div>
        <Paper component="section" aria-label={t("personas.shares")}>
          <PersonaRows list={list} />
        </Paper>
        {list.items.length > 1 && (
          <Text size="sm" c="dimmed" mt="xs">
            {t("personas.orderHint")}
          </Text>
        )}
      </div>
      <SharesOverTime personas={list.items} />
    </Stack>
  );
}

/** Until then everything shows what was before. */
export function useFreshOnceChosen(isChoosing: boolean) {
  const queryClient = useQueryClient();
  const before = usePrevious(isChoosing);
  useEffect(() => {
    if (!before || isChoosing) return;
    for (const queryKey of [["personas"], ["contacts"]]) void queryClient.invalidateQueries({ queryKey });
  }, [before, isChoosing, queryClient]);
}
