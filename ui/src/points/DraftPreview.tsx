import { Skeleton, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../common/Section";
import classes from "./Points.module.css";
import type { Draft } from "./useDraft";

interface Props<Preview> {
  preview: Draft<Preview>["preview"];
  /** What will be seen here. */
  none: string;
  children: (preview: Preview) => ReactNode;
}

/** What the rules would change, once it was asked for; it pales when they are changed again. */
export function DraftPreview<Preview>({ preview: { data, isPending, isOld }, none, children }: Props<Preview>) {
  const { t } = useTranslation();
  return (
    <Section title={t("points.draft.previewTitle")}>
      {data === undefined &&
        (isPending ? (
          <Skeleton h={240} role="status" aria-label={t("app.loading")} />
        ) : (
          <Text size="sm" c="dimmed">
            {none}
          </Text>
        ))}
      {data !== undefined && (
        <Stack gap="md">
          {isOld && !isPending && (
            <Text size="sm" fw={600} role="status">
              {t("points.draft.old")}
            </Text>
          )}
          <div className={classes.answer} data-old={isOld || isPending || undefined}>
            {children(data)}
          </div>
        </Stack>
      )}
    </Section>
  );
}
