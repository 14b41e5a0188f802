import { lazy, Suspense, useState, type ReactNode } from "react";
import type { MassAction } from "../api/types";
import { withTexts } from "../i18n";
import { WatchExport } from "./exports";

const ExportNotice = lazy(withTexts(["mass"], () => import("./ExportNotice")));

/** The exports of this window over the page. */
export function WatchedExports({ children }: { children: ReactNode }) {
  const [runs, setRuns] = useState<MassAction[]>([]);
  const add = (started: MassAction) => setRuns((old) => [...old.filter(({ id }) => id !== started.id), started]);
  return (
    <WatchExport value={add}>
      <Suspense>
        {runs.map((run) => (
          <ExportNotice key={run.id} started={run} onClose={() => setRuns((old) => old.filter(({ id }) => id !== run.id))} />
        ))}
      </Suspense>
      {children}
    </WatchExport>
  );
}
