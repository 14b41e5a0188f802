import { Button, Group, Stack, Text } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { useBlocker, useLocation } from "react-router";
import { Dialog } from "./Dialog";

interface Props {
  /** Whether something would be lost now. */
  isBusy: () => boolean;
  title: string;
  text: string;
  leave: string;
  stay: string;
}

/** Asks before a page is left on which something would be lost. */
export function LeaveGuard({ isBusy, title, text, leave, stay }: Props) {
  const { pathname } = useLocation();
  // Whoever comes back while the page that was left for is still loading does not leave.
  const blocker = useBlocker(({ nextLocation }) => nextLocation.pathname !== pathname && isBusy());
  useWindowEvent("beforeunload", (event) => {
    if (isBusy()) event.preventDefault();
  });
  if (blocker.state !== "blocked") return null;
  return (
    <Dialog title={title} onClose={blocker.reset}>
      <Stack>
        <Text size="sm">{text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={blocker.proceed}>
            {leave}
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            {stay}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
