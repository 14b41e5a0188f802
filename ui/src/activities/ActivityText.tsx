import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Activity } from "../api/types";
import { tell } from "./activity";

/** What the activity was about; in a list only its first lines. */
export function ActivityText({ activity, brief = false }: { activity: Activity; brief?: boolean }) {
  const { t } = useTranslation();
  const { what, more, href } = tell(activity);
  const lines = brief ? 2 : undefined;
  if (what === "" && !brief) return null;
  return (
    <>
      <Text
        size="sm"
        lineClamp={lines}
        style={{ overflowWrap: "anywhere", whiteSpace: brief ? undefined : "pre-line" }}
        title={brief ? what : undefined}>
        {href ? (
          <Anchor href={href} target="_blank" rel="noreferrer" inherit>
            {what}
          </Anchor>
        ) : (
          what || t("common.blank")
        )}
      </Text>
      {more.length > 0 && (
        <Text size="xs" c="dimmed" lineClamp={lines} style={{ overflowWrap: "anywhere", whiteSpace: brief ? undefined : "pre-line" }}>
          {more.join(" · ")}
        </Text>
      )}
    </>
  );
}
