import { Badge } from "@mantine/core";
import type { AccountStatus } from "../api/types";
import { toColour } from "../common/colours";

/** A status with its colour as a dot: dark words stay readable whatever the colour. */
export function StatusBadge({ status }: { status: Pick<AccountStatus, "label" | "colour"> }) {
  return (
    <Badge variant="dot" color={toColour(status.colour)} tt="none" fw={500} c="var(--mantine-color-black)" maw="100%">
      {status.label}
    </Badge>
  );
}
