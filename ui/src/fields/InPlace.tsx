import { ActionIcon, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Suspense, useState, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./InPlace.module.css";

/** `toPencil` tells whether the keyboard goes on where it came from. */
export type Close = (toPencil: boolean) => void;

interface Props {
  label: string;
  /** The value as it is read. */
  children: ReactNode;
  /** What a click puts in its place. */
  editor: (close: Close) => ReactNode;
}

/** A label with its value. A click on the value, or on the pencil beside it, puts an editor in its place. */
export function InPlace({ label, children, editor }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [returned, setReturned] = useState(false);
  const close = (toPencil: boolean) => {
    setReturned(toPencil);
    setEditing(false);
  };
  const openUnlessUsed = (event: MouseEvent) => {
    const used = event.target instanceof Element && event.target.closest("a, button");
    if (!used && window.getSelection()?.isCollapsed !== false) setEditing(true);
  };
  return (
    <div className={classes.line} data-editing={editing || undefined}>
      <Text component="dt" size="sm" c="dimmed" className={classes.label}>
        {label}
      </Text>
      {editing ? (
        <dd className={classes.editor}>
          <Suspense fallback={children}>{editor(close)}</Suspense>
        </dd>
      ) : (
        <Text component="dd" size="sm" className={classes.value} onClick={openUnlessUsed}>
          <span>{children}</span>
          <ActionIcon
            autoFocus={returned}
            className={classes.pencil}
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("fields.inPlace.edit", { label })}
            onClick={() => setEditing(true)}>
            <IconPencil size={14} />
          </ActionIcon>
        </Text>
      )}
    </div>
  );
}
