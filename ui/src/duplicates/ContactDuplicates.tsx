import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ContactDetail } from "../api/types";
import { FailureAlert } from "../common/FailureAlert";
import { Section } from "../common/Section";
import classes from "./Duplicates.module.css";
import { PairButtons } from "./PairButtons";
import { Person } from "./Person";
import { useContactDuplicates } from "./queries";
import { WhyBadges } from "./WhyBadges";

/** Who may be the same person; nothing when nobody is. */
export function ContactDuplicates({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation();
  const { data: found = [], error, refetch } = useContactDuplicates(contact.id);
  if (!error && found.length === 0) return null;
  return (
    <Section title={t("duplicates.possible")}>
      {error && <FailureAlert failure={error} onRetry={() => void refetch()} />}
      <ul className={classes.list}>
        {found.map(({ contact: other, why }) => (
          <Stack component="li" key={other.id} gap="xs" className={classes.line}>
            <WhyBadges why={why} />
            <Person contact={other} />
            <PairButtons contact={contact} other={other} />
          </Stack>
        ))}
      </ul>
    </Section>
  );
}
