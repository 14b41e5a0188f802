import { Alert, Progress, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";

interface Props {
  title: string;
  /** What is shown meanwhile. */
  text: string;
  progress: { done: number; total?: number | null } | null | undefined;
  /** How far it is, in words; `null` stands for "it is only starting". */
  words: (progress: { done: number; total: number } | null) => string;
  /** What the bar measures. */
  bar: string;
}

/** Something is being found anew for all contacts. */
export function RebuildAlert({ title, text, progress, words, bar }: Props) {
  const { done = 0, total = null } = progress ?? {};
  const known = total !== null && total > 0 ? { done, total } : null;
  return (
    <Alert color="blue" icon={<IconRefresh />} title={title} role="status">
      <Stack gap="xs">
        <Text size="sm">{text}</Text>
        <Progress.Root radius="xl">
          <Progress.Section
            value={known ? Math.min(100, (100 * done) / known.total) : 100}
            animated
            aria-label={bar}
            aria-valuetext={words(known)}
          />
        </Progress.Root>
        <Text size="sm">{words(known)}</Text>
      </Stack>
    </Alert>
  );
}
