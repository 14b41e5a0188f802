import { Button, Stack, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Import } from "../api/types";
import { formatMoment, formatSize } from "../common/format";
import { lastOf } from "../common/lastList";
import { Loaded } from "../common/Loaded";
import { PageHeader } from "../common/PageHeader";
import { useIdParam } from "../common/useIdParam";
import { isOver } from "../common/work";
import { ImportFailed } from "./ImportFailed";
import { ImportProgress } from "./ImportProgress";
import { ImportReasons } from "./ImportReasons";
import { ImportResult } from "./ImportResult";
import { hasLeftOver } from "./outcome";
import { RejectSection } from "./RejectTable";
import { useLiveImport } from "./useLiveImport";

export function ImportPage() {
  const { t } = useTranslation();
  const query = useLiveImport(useIdParam());
  const action = (
    <Button component={Link} {...lastOf("/imports")} variant="default">
      {t("imports.backToList")}
    </Button>
  );
  const missing = { title: t("imports.missingTitle"), text: t("imports.missingText"), action };
  return (
    <Loaded query={query} missing={missing}>
      {(it) => <Page it={it} lost={query.isError} />}
    </Loaded>
  );
}

function Page({ it, lost }: { it: Import; lost: boolean }) {
  const { t } = useTranslation();
  const note = [t("imports.heading", { id: it.id }), formatSize(it.file_size), formatMoment(it.created_at)].join(" · ");
  return (
    <>
      <PageHeader title={it.file_name} note={note} back={{ to: "/imports", label: t("imports.backToList") }} />
      <Announcement it={it} />
      <Stack gap="lg">
        {it.state === "finished" ? (
          <ImportResult it={it} />
        ) : isOver(it) ? (
          <ImportFailed it={it} />
        ) : (
          <ImportProgress it={it} lost={lost} />
        )}
        {it.state === "finished" && hasLeftOver(it.counts) && (
          <>
            <ImportReasons it={it} />
            <RejectSection it={it} />
          </>
        )}
      </Stack>
    </>
  );
}

/** Tells who cannot see the page that the import is over; the running numbers would only disturb. */
function Announcement({ it }: { it: Import }) {
  const { t } = useTranslation();
  const words =
    it.state === "finished"
      ? t("imports.progress.announceFinished")
      : it.state === "failed"
        ? t("imports.progress.announceFailed")
        : it.state === "canceled"
          ? t("imports.cancel.done")
          : "";
  return <VisuallyHidden role="status">{words}</VisuallyHidden>;
}
