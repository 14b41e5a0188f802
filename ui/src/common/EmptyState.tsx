import { Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  icon: ReactNode;
  title: string;
  text: string;
  /** Whether it is the whole page, not a part of it. */
  page?: boolean;
  /** What the person can do about it. */
  children?: ReactNode;
}

/** Nothing to show, and what to do next. */
export function EmptyState({ icon, title, text, page = false, children }: Props) {
  return (
    <Paper py={56} px="lg">
      <Stack align="center" gap="xs" ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={page ? 1 : 2} size="h3" mt="xs">
          {title}
        </Title>
        <Text c="dimmed" maw={440} style={{ overflowWrap: "anywhere" }}>
          {text}
        </Text>
        {children && (
          <Stack align="center" gap="sm" mt="sm">
            {children}
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}
