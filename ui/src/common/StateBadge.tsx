import { Badge } from "@mantine/core";
import classes from "./StateBadge.module.css";

interface Props {
  state: "queued" | "running" | "finished" | "failed" | "canceled" | "expired" | "warning";
  /** The state in words. */
  words: string;
}

/** In what state a piece of work is. */
export function StateBadge({ state, words }: Props) {
  return (
    <Badge className={classes.state} data-state={state} tt="none" fw={600} variant="light">
      {words}
    </Badge>
  );
}
