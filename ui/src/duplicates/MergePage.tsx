import { Button } from "@mantine/core";
import { IconMapPinQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { EmptyState } from "../common/EmptyState";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { toId, useIdParam } from "../common/useIdParam";
import { useContact } from "../contacts/queries";
import { DUPLICATES_PATH } from "./links";
import { MergeForm } from "./MergeForm";

/** Two contacts beside each other, and what becomes of them. The first in the address is the one that stays. */
export function MergePage() {
  const { t } = useTranslation();
  const id = useIdParam();
  const otherId = toId(useParams().otherId) ?? 0;
  const [own, other] = [useContact(id), useContact(otherId)];
  const action = (
    <Button component={Link} to={DUPLICATES_PATH} variant="default">
      {t("duplicates.merge.back")}
    </Button>
  );
  const missing = { title: t("duplicates.merge.missingTitle"), text: t("duplicates.merge.missingText"), action };
  if (id === otherId)
    return (
      <EmptyState page icon={<IconMapPinQuestion />} title={missing.title} text={missing.text}>
        {action}
      </EmptyState>
    );
  return (
    <Loaded query={own} missing={missing}>
      {(contact) => (
        <Loaded query={other} missing={missing}>
          {(second) => (
            <>
              <PageHeader
                title={t("duplicates.merge.title")}
                note={t("duplicates.merge.note")}
                back={{ to: DUPLICATES_PATH, label: t("duplicates.merge.back") }}
              />
              <MergeForm key={[id, otherId].sort().join()} own={contact} other={second} />
            </>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
