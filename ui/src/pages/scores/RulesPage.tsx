/** Changes the rules of a score. */
import { useTranslation } from "react-i18next";
import type { ConditionCatalogue, ScoreDetail } from "../../api/types";
import { Loaded } from "../../common/Loaded";
import { useIdParam } from "../../common/useIdParam";
import { useCatalogue } from "../../conditions/queries";
import { DraftEditor } from "../../points/DraftEditor";
import { DraftPreview } from "../../points/DraftPreview";
import { useDraft } from "../../points/useDraft";
import { scorePath } from "../../scores/links";
import { usePreviewRules, usePublish, useSaveDraft, useScore } from "../../scores/queries";
import { RulesPreview } from "../../scores/RulesPreview";
import { useMissingScore } from "./ScorePage";

export function RulesPage() {
  const score = useScore(useIdParam());
  const catalogue = useCatalogue();
  const missing = useMissingScore();
  return (
    <Loaded query={score} missing={missing}>
      {(found) => (
        <Loaded query={catalogue} missing={missing}>
          {(known) => <Editor key={found.id} score={found} catalogue={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Editor({ score, catalogue }: { score: ScoreDetail; catalogue: ConditionCatalogue }) {
  const { t } = useTranslation();
  const { id, name, rules, draft: saved, limit } = score;
  const acts = { preview: usePreviewRules(id), save: useSaveDraft(id), publish: usePublish(id), discard: useSaveDraft(id) };
  const draft = useDraft({ published: { rules }, draft: saved ? { rules: saved } : null, catalogue, path: scorePath(id), acts });
  return (
    <DraftEditor name={name} back={t("scores.back")} draft={draft}>
      <DraftPreview preview={draft.preview} none={t("scores.preview.none")}>
        {(preview) => <RulesPreview preview={preview} limit={limit ?? null} />}
      </DraftPreview>
    </DraftEditor>
  );
}
