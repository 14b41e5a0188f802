import { Alert, Anchor, Button, SimpleGrid, Stack } from "@mantine/core";
import { usePrevious } from "@mantine/hooks";
import { IconPencil, IconPlayerPause } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ScoreDetail } from "../../api/types";
import { lastOf } from "../../common/lastList";
import { LateAlert } from "../../common/LateAlert";
import { Loaded } from "../../common/Loaded";
import { useIdParam } from "../../common/useIdParam";
import { Crossings } from "../../scores/Crossings";
import { Distribution } from "../../scores/Distribution";
import { rulesPath } from "../../scores/links";
import { Notification } from "../../scores/Notification";
import { useScore } from "../../scores/queries";
import { Rebuilding } from "../../scores/Rebuilding";
import { ScoreHeader } from "../../scores/ScoreHeader";
import { TopContacts } from "../../scores/TopContacts";
import { ScoreRules } from "./ScoreRules";

export function ScorePage() {
  const query = useScore(useIdParam());
  return (
    <Loaded query={query} missing={useMissingScore()}>
      {(score) => <Page key={score.id} score={score} />}
    </Loaded>
  );
}

export function useMissingScore() {
  const { t } = useTranslation();
  const action = (
    <Button component={Link} {...lastOf("/scores")} variant="default">
      {t("scores.backToList")}
    </Button>
  );
  return { title: t("scores.missingTitle"), text: t("scores.missingText"), action };
}

function Page({ score }: { score: ScoreDetail }) {
  useFreshPointsOnceRebuilt(score.state === "rebuilding" || score.late != null);
  return (
    <>
      <ScoreHeader score={score} />
      <Stack gap="lg">
        <Notices score={score} />
        <Distribution score={score} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <TopContacts score={score} />
          <Crossings score={score} />
        </SimpleGrid>
        <Notification score={score} />
        <ScoreRules score={score} />
      </Stack>
    </>
  );
}

function Notices({ score }: { score: ScoreDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {score.late && <LateAlert late={score.late} />}
      {score.state === "rebuilding" && score.enabled && !score.late && <Rebuilding score={score} />}
      {!score.enabled && (
        <Alert color="gray" icon={<IconPlayerPause />} title={t("scores.offTitle")}>
          {t("scores.offText")}
        </Alert>
      )}
      {score.draft && (
        <Alert color="blue" icon={<IconPencil />} title={t("scores.draftTitle")}>
          {t("scores.draftText")}{" "}
          <Anchor component={Link} to={rulesPath(score.id)} size="sm" underline="always">
            {t("scores.draftLink")}
          </Anchor>
        </Alert>
      )}
    </>
  );
}

/** Until then the earlier points are shown. */
function useFreshPointsOnceRebuilt(isBehind: boolean) {
  const queryClient = useQueryClient();
  const wasBehind = usePrevious(isBehind);
  useEffect(() => {
    if (!wasBehind || isBehind) return;
    for (const queryKey of [["scores"], ["contacts"], ["groups"]]) void queryClient.invalidateQueries({ queryKey });
  }, [wasBehind, isBehind, queryClient]);
}
