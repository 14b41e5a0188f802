import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconForms, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { EmptyState } from "../common/EmptyState";
import { FailureAlert } from "../common/FailureAlert";
import { PageHeader } from "../common/PageHeader";
import { Section } from "../common/Section";
import { current } from "../common/useEdited";
import { withTexts } from "../i18n";
import { FieldTable } from "./FieldTable";
import { useFields } from "./queries";
import { bySection } from "./sections";

const FieldModal = lazy(withTexts(["fields"], () => import("./FieldModal")));
const DeleteFieldModal = lazy(withTexts(["fields"], () => import("./DeleteFieldModal")));

type Opened = { what: "new" } | { what: "edit" | "delete"; field: Field } | null;

/** What is kept about a contact: the standard fields, and those that were added. */
export function FieldsPage() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>(null);
  const { data: fields } = useFields();
  const close = () => setOpened(null);
  const add = () => setOpened({ what: "new" });
  return (
    <>
      <PageHeader title={t("fields.title")} note={t("fields.note")}>
        <Button leftSection={<IconPlus size={16} />} onClick={add}>
          {t("fields.new")}
        </Button>
      </PageHeader>
      <Lists onNew={add} onOpen={setOpened} />
      <Suspense>
        {opened?.what === "new" && <FieldModal field={null} onClose={close} />}
        {opened?.what === "edit" && <FieldModal field={current(fields, opened.field, "name")} onClose={close} />}
        {opened?.what === "delete" && <DeleteFieldModal field={opened.field} onClose={close} />}
      </Suspense>
    </>
  );
}

function Lists({ onNew, onOpen }: { onNew: () => void; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation();
  const { data: fields, error, refetch } = useFields();
  if (error) return <FailureAlert failure={error} onRetry={() => void refetch()} />;
  if (!fields) return <Skeleton h={320} role="status" aria-label={t("app.loading")} />;
  const custom = fields.filter((field) => field.custom);
  const standard = bySection(fields.filter((field) => !field.custom)).flatMap((section) => section.fields);
  return (
    <Stack gap="lg">
      {custom.length === 0 ? (
        <NoCustomFields onNew={onNew} />
      ) : (
        <Section title={t("fields.custom")}>
          <FieldTable
            label={t("fields.custom")}
            fields={custom}
            onEdit={(field) => onOpen({ what: "edit", field })}
            onDelete={(field) => onOpen({ what: "delete", field })}
          />
        </Section>
      )}
      <Section title={t("fields.standard")}>
        <Text size="sm" c="dimmed" mt={-8} mb="sm">
          {t("fields.standardNote")}
        </Text>
        <FieldTable label={t("fields.standard")} fields={standard} />
      </Section>
    </Stack>
  );
}

function NoCustomFields({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconForms />} title={t("fields.emptyTitle")} text={t("fields.emptyText")}>
      <Button variant="default" onClick={onNew}>
        {t("fields.new")}
      </Button>
    </EmptyState>
  );
}
