import { Button, SimpleGrid, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PersonaDetail } from "../../api/types";
import { lastOf } from "../../common/lastList";
import { LateAlert } from "../../common/LateAlert";
import { Loaded } from "../../common/Loaded";
import { useIdParam } from "../../common/useIdParam";
import { Choosing } from "../../personas/Choosing";
import { PersonaFigures } from "../../personas/PersonaFigures";
import { PersonaHeader } from "../../personas/PersonaHeader";
import { useFreshOnceChosen } from "../../personas/PersonasPage";
import { usePersona } from "../../personas/queries";
import { PersonaRulesInUse } from "./PersonaRulesInUse";

export function PersonaPage() {
  const query = usePersona(useIdParam());
  return (
    <Loaded query={query} missing={useMissingPersona()}>
      {(persona) => <Page key={persona.id} persona={persona} />}
    </Loaded>
  );
}

export function useMissingPersona() {
  const { t } = useTranslation();
  const action = (
    <Button component={Link} {...lastOf("/personas")} variant="default">
      {t("personas.backToList")}
    </Button>
  );
  return { title: t("personas.missingTitle"), text: t("personas.missingText"), action };
}

function Page({ persona }: { persona: PersonaDetail }) {
  useFreshOnceChosen(persona.progress != null || persona.late != null);
  return (
    <>
      <PersonaHeader persona={persona} />
      <Stack gap="lg">
        {persona.late && <LateAlert late={persona.late} />}
        {persona.progress && !persona.late && <Choosing progress={persona.progress} />}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <PersonaFigures persona={persona} />
          <PersonaRulesInUse persona={persona} />
        </SimpleGrid>
      </Stack>
    </>
  );
}
