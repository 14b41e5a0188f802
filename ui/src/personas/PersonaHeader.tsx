import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconDots, IconPencil, IconTrash, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PersonaDetail } from "../api/types";
import { formatMoment, formatNumber } from "../common/format";
import { PageHeader } from "../common/PageHeader";
import { withTexts } from "../i18n";
import { likePath } from "./links";

const EditPersonaModal = lazy(withTexts(["personas"], () => import("./EditPersonaModal")));
const DeletePersonaModal = lazy(withTexts(["personas"], () => import("./DeletePersonaModal")));

/** The persona's name and what can be done with it as a whole. */
export function PersonaHeader({ persona }: { persona: PersonaDetail }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpened(null);
  const { threshold, description } = persona;
  const note = [
    t("personas.threshold", { count: threshold, formatted: formatNumber(threshold) }),
    t("personas.createdAt", { at: formatMoment(persona.created_at) }),
  ].join(" · ");
  return (
    <>
      <PageHeader title={persona.name} note={note} back={{ to: "/personas", label: t("personas.backToList") }}>
        <Button component={Link} to={likePath(persona.id)} variant="default" leftSection={<IconUsers size={16} />}>
          {t("personas.seeContacts")}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label={t("personas.more")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpened("edit")}>
              {t("personas.edit.button")}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => setOpened("delete")}>
              {t("personas.delete.button")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </PageHeader>
      {description && (
        <Text mt={-8} mb="lg" maw={760} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
          {description}
        </Text>
      )}
      <Suspense>
        {opened === "edit" && <EditPersonaModal persona={persona} onClose={close} />}
        {opened === "delete" && <DeletePersonaModal persona={persona} onClose={close} />}
      </Suspense>
    </>
  );
}
