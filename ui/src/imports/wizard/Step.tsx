import { Group, Paper, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Wizard.module.css";

interface Props {
  number: number;
  title: string;
  /** Its turn comes later: only the title is shown. */
  later?: boolean;
  children?: ReactNode;
}

/** A numbered part of the wizard. */
export function Step({ number, title, later = false, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} p={{ base: "md", sm: "lg" }} className={classes.step} data-later={later || undefined}>
      <Group gap="sm" wrap="nowrap">
        <span className={classes.number} aria-label={t("wizard.steps.label", { number })} role="img">
          {number}
        </span>
        <Title order={2} id={id}>
          {title}
        </Title>
      </Group>
      {children && <div className={classes.stepBody}>{children}</div>}
    </Paper>
  );
}
