import { Button, Paper, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityType } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { PageHeader } from "../common/PageHeader";
import { current } from "../common/useEdited";
import { withTexts } from "../i18n";
import { useActivityTypes } from "./queries";
import { TypeTable } from "./TypeTable";

const TypeModal = lazy(withTexts(["activities"], () => import("./TypeModal")));
const DeleteTypeModal = lazy(withTexts(["activities"], () => import("./DeleteTypeModal")));

type Opened = { what: "new" } | { what: "edit" | "delete"; type: ActivityType } | null;

/** Which kinds of things are written down about contacts. */
export function ActivityTypesPage() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>(null);
  const { data: types, error, refetch } = useActivityTypes();
  const close = () => setOpened(null);
  return (
    <>
      <PageHeader
        title={t("activities.types")}
        note={t("activities.typesNote")}
        back={{ to: "/activities", label: t("activities.backToLog") }}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened({ what: "new" })}>
          {t("activities.newType")}
        </Button>
      </PageHeader>
      {error && !types && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      {!error && !types && <Skeleton h={320} role="status" aria-label={t("app.loading")} />}
      {types && (
        <Paper p="md">
          <TypeTable
            types={types}
            onEdit={(type) => setOpened({ what: "edit", type })}
            onDelete={(type) => setOpened({ what: "delete", type })}
          />
        </Paper>
      )}
      <Suspense>
        {opened?.what === "new" && <TypeModal type={null} onClose={close} />}
        {opened?.what === "edit" && <TypeModal type={current(types, opened.type, "name")} onClose={close} />}
        {opened?.what === "delete" && <DeleteTypeModal type={opened.type} onClose={close} />}
      </Suspense>
    </>
  );
}
