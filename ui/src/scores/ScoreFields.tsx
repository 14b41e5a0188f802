import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FailureAlert } from "../common/FailureAlert";
import { placedErrors } from "../common/placedErrors";
import { NumberBox } from "../common/NumberBox";
import type { ScoreTyped } from "./form";

interface Props {
  typed: ScoreTyped;
  onChange: (changed: Partial<ScoreTyped>) => void;
  /** Whether the name was missing when it was sent. */
  blank: boolean;
  failure: unknown;
}

/** Name, description and limit of a score. What is refused is said at its input. */
export function ScoreFields({ typed, onChange, blank, failure }: Props) {
  const { t } = useTranslation();
  const at = (field: string) => placedErrors(failure).within(`/${field}`);
  return (
    <>
      <TextInput
        label={t("scores.nameLabel")}
        value={typed.name}
        data-autofocus
        maxLength={200}
        error={blank ? t("scores.nameBlank") : at("name")}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t("scores.descriptionLabel")}
        description={t("scores.optional")}
        value={typed.description}
        rows={3}
        maxLength={2000}
        error={at("description")}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <NumberBox
        label={t("scores.limitLabel")}
        isLabelSeen
        description={t("scores.limitHint")}
        value={typed.limit}
        whole
        signed
        error={at("limit")}
        onChange={(limit) => onChange({ limit })}
      />
      {failure != null && !["name", "description", "limit"].some(at) && <FailureAlert failure={failure} />}
    </>
  );
}
