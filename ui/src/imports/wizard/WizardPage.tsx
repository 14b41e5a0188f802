/** Import contacts: the seed's steps on one page. The first decides about all others, so they start anew with each
 *  file. `?corrects=` takes over what an earlier import was set to, `?group=` its contact group. */
import { Anchor, Stack, Text } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { PageHeader } from "../../common/PageHeader";
import { toId } from "../../common/useIdParam";
import { useGroup } from "../../groups/queries";
import { useImport } from "../queries";
import { FileStep } from "./FileStep";
import { LeaveGuard } from "./LeaveGuard";
import { PlanSteps } from "./PlanSteps";
import { Step } from "./Step";
import { useSelectedFile } from "./useSelectedFile";
import { useStartImport } from "./useStartImport";
import "../../contacts/texts";
import "../../fields/texts";
import "../../groups/texts";
import "../texts";
import "./texts";

export function WizardPage() {
  const { t } = useTranslation();
  const { earlier, group, loading } = useBeginnings();
  const selection = useSelectedFile();
  const run = useStartImport();
  const { selected, reading } = selection;
  const note = earlier ? <EarlierNote id={earlier.id} /> : t("wizard.intro");
  return (
    <>
      <PageHeader title={t("wizard.title")} note={note} back={{ to: "/contacts", label: t("contacts.backToList") }} />
      <Stack gap="md">
        <FileStep {...selection} locked={run.pending} />
        {selected && reading === null && !loading
          ? <PlanSteps key={selected.id} {...selected} earlier={earlier} group={earlier?.group ?? group} run={run} />
          : <LaterSteps />}
      </Stack>
      <LeaveGuard isBusy={run.isBusy} />
    </>
  );
}

function useBeginnings() {
  const [params] = useSearchParams();
  const earlier = useImport(toId(params.get("corrects")));
  const group = useGroup(toId(params.get("group")));
  return { earlier: earlier.data, group: group.data, loading: earlier.isLoading || group.isLoading };
}

function EarlierNote({ id }: { id: number }) {
  return <Text span size="sm"><Trans i18nKey="wizard.earlier" values={{ id }} components={{ import: <Anchor component={Link} to={`/imports/${id}`} size="sm" underline="always" /> }} /></Text>;
}

function LaterSteps() {
  const { t } = useTranslation();
  return (
    <>
      <Step number={2} title={t("wizard.steps.segment")} later />
      <Step number={3} title={t("wizard.steps.map")} later />
      <Step number={4} title={t("wizard.steps.start")} later />
    </>
  );
}
