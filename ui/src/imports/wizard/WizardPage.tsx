/** Import contacts: the seed's steps on one page. The first decides about all others, so they start anew with each
 *  file. `?corrects=` takes over what an earlier import was set to, `?group=` its contact group. What is being prepared is kept
 *  and found again. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useSearchParams } from "react-router";
import { PageHeader } from "../../common/PageHeader";
import { toId } from "../../common/useIdParam";
import { useGroup } from "../../groups/queries";
import { useImport } from "../queries";
import { draftNow, dropDraft, isDraftOf, loadDraft, type Draft } from "./draft";
import { FileStep } from "./FileStep";
import { LeaveGuard } from "./LeaveGuard";
import { PlanSteps } from "./PlanSteps";
import { Step } from "./Step";
import { useDraftedFile } from "./useDraftedFile";
import { useStartImport } from "./useStartImport";

export function WizardPage() {
  const { search, pathname } = useLocation();
  const [begun, setBegun] = useState(0);
  const draft = useFoundDraft();
  if (draft === undefined) return null;
  const isElsewhere = draft !== null && draft.address !== search;
  if (isElsewhere && search === "") return <Navigate to={pathname + draft.address} replace />;
  const startOver = () => {
    dropDraft();
    setBegun(begun + 1);
  };
  return <Wizard key={`${begun} ${search}`} address={search} draft={isElsewhere ? null : draft} onStartOver={startOver} />;
}

/** The draft as it is when it is asked for; undefined until it is known whether there is one. */
function useFoundDraft(): Draft | null | undefined {
  const [, setFound] = useState(draftNow());
  useEffect(() => {
    if (draftNow() === undefined) void loadDraft().then(setFound);
  }, []);
  return draftNow();
}

function Wizard({ address, draft, onStartOver }: { address: string; draft: Draft | null; onStartOver: () => void }) {
  const { t } = useTranslation();
  const { earlier, group, loading } = useBeginnings();
  const { selection, lost, choicesFor } = useDraftedFile(address, draft);
  const run = useStartImport(dropDraft);
  const { selected, reading } = selection;
  const note = earlier ? <EarlierNote id={earlier.id} /> : t("wizard.intro");
  return (
    <>
      <PageHeader title={t("wizard.title")} note={note} back={{ to: "/contacts", label: t("contacts.backToList") }}>
        {(selected ?? lost) && !run.pending && (
          <Button variant="default" onClick={onStartOver}>
            {t("wizard.startOver")}
          </Button>
        )}
      </PageHeader>
      <Stack gap="md">
        <FileStep {...selection} lost={selected ? null : lost} locked={run.pending} />
        {selected && reading === null && !loading ? (
          <PlanSteps
            key={selected.id}
            {...selected}
            kept={choicesFor(selected)}
            earlier={earlier}
            group={earlier?.group ?? group}
            run={run}
          />
        ) : (
          <LaterSteps />
        )}
      </Stack>
      <LeaveGuard isBusy={() => run.isBusy() || isDraftOf(address)} uploading={run.pending} />
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
  return (
    <Text span size="sm">
      <Trans
        i18nKey="wizard.earlier"
        values={{ id }}
        components={{ import: <Anchor component={Link} to={`/imports/${id}`} size="sm" underline="always" /> }}
      />
    </Text>
  );
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
