import { Badge } from "@mantine/core";
import { toColour } from "../common/colours";
import { useActivityTypes } from "./queries";

/** The type of an activity with its colour as a dot: dark words stay readable whatever the colour. */
export function TypeBadge({ name }: { name: string }) {
  const { data: types } = useActivityTypes();
  const type = types?.find((one) => one.name === name);
  return (
    <Badge variant="dot" color={toColour(type?.colour ?? "")} tt="none" fw={500} c="var(--mantine-color-black)" maw="100%">
      {type?.label ?? name}
    </Badge>
  );
}
