/** Changes the rules and the threshold of a persona. */
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, PersonaDetail } from "../../api/types";
import { Loaded } from "../../common/Loaded";
import { useIdParam } from "../../common/useIdParam";
import { useCatalogue } from "../../conditions/queries";
import { Choosing } from "../../personas/Choosing";
import { Effect } from "../../personas/Effect";
import { personaPath } from "../../personas/links";
import { usePersona, usePreviewRules, usePublish, useSaveDraft } from "../../personas/queries";
import { ThresholdInput } from "../../personas/ThresholdInput";
import { DraftEditor } from "../../points/DraftEditor";
import { DraftPreview } from "../../points/DraftPreview";
import { useDraft } from "../../points/useDraft";
import { useMissingPersona } from "./PersonaPage";

export function RulesPage() {
  const persona = usePersona(useIdParam());
  const catalogue = useCatalogue();
  const missing = useMissingPersona();
  return (
    <Loaded query={persona} missing={missing}>
      {(found) => (
        <Loaded query={catalogue} missing={missing}>
          {(known) => <Editor key={found.id} persona={found} catalogue={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Editor({ persona, catalogue }: { persona: PersonaDetail; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const { id, name, rules, threshold, progress } = persona;
  const acts = { preview: usePreviewRules(id), save: useSaveDraft(id), publish: usePublish(id), discard: useSaveDraft(id) };
  const draft = useDraft({ published: { rules, threshold }, draft: persona.draft ?? null, catalogue, path: personaPath(id), acts });
  const { isBlank, refused } = draft.thresholdError;
  const above = (
    <>
      {progress && !persona.late && <Choosing progress={progress} />}
      <ThresholdInput
        value={draft.threshold ?? null}
        onChange={(threshold) => draft.change({ threshold })}
        error={isBlank ? t("personas.thresholdBlank") : refused}
      />
    </>
  );
  return (
    <DraftEditor name={name} back={t("personas.back")} draft={draft} above={above}>
      <DraftPreview preview={draft.preview} none={t("personas.preview.none")}>
        {(preview) => <Effect preview={preview} />}
      </DraftPreview>
    </DraftEditor>
  );
}
