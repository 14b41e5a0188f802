import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { toFailure } from "../api/problem";
import { LoadingLines } from "./LoadingLines";

interface Props {
  failure: unknown;
  onRetry?: () => void;
  /** For what is done, and not only asked: nobody does it again by themselves. */
  isDeed?: boolean;
}

/** What went wrong, what to do, and the way to try again where there is one. While Muster is away nothing went wrong: the notice
 *  over the page says so, and what was asked is asked again once it answers. */
export function FailureAlert({ failure, onRetry, isDeed = false }: Props) {
  const { t } = useTranslation();
  const { title, detail, remedy, places, code } = toFailure(failure);
  const isAway = code === "offline" || code === "database_away";
  if (isAway && onRetry && !isDeed) return <LoadingLines />;
  const several = [...new Set(places.map((place) => place.detail))].filter((words) => !title.includes(words));
  return (
    <Alert color={isAway ? "orange" : "red"} icon={<IconAlertCircle />} title={title}>
      <Stack gap="xs" align="flex-start" style={{ overflowWrap: "anywhere" }}>
        {several.length > 1 ? (
          <Text component="ul" size="sm" m={0} pl="md">
            {several.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </Text>
        ) : (
          detail && <Text size="sm">{detail}</Text>
        )}
        {remedy && (
          <Text size="sm" fw={detail ? 600 : undefined}>
            {remedy}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("common.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
