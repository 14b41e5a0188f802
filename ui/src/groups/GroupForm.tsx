import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import { FailureAlert } from "../common/FailureAlert";

export interface GroupTexts {
  name: string;
  description: string;
}

interface Props {
  texts: GroupTexts;
  onChange: (texts: GroupTexts) => void;
  /** Whether the name was missing when it was sent. */
  blank: boolean;
  failure: unknown;
}

/** Name and description of a group. A refused name is said at the name. */
export function GroupForm({ texts, onChange, blank, failure }: Props) {
  const { t } = useTranslation();
  const refused = failure == null ? null : toFailure(failure);
  const taken = refused?.status === 409 ? refused.title : null;
  return (
    <>
      <TextInput label={t("groups.nameLabel")} value={texts.name} data-autofocus maxLength={200} error={blank ? t("groups.nameBlank") : taken}
        onChange={(event) => onChange({ ...texts, name: event.currentTarget.value })} />
      <Textarea label={t("groups.descriptionLabel")} description={t("groups.optional")} value={texts.description} rows={3} maxLength={2000}
        onChange={(event) => onChange({ ...texts, description: event.currentTarget.value })} />
      {refused && !taken && <FailureAlert failure={refused} />}
    </>
  );
}
