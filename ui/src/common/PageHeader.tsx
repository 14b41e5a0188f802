import { Anchor, Box, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { lastOf } from "./lastList";
import { usePageTitle } from "./usePageTitle";

interface Props {
  title: string;
  /** A line under the title. */
  note?: ReactNode;
  /** Where one came from; a list is found again as it was. */
  back?: { to: string; label: string };
  /** Buttons on the right. */
  children?: ReactNode;
}

export function PageHeader({ title, note, back, children }: Props) {
  usePageTitle(title);
  return (
    <Stack gap={6} mb="lg">
      {back && (
        <Anchor component={Link} {...lastOf(back.to)} size="sm" w="fit-content">
          <Group component="span" gap={4} wrap="nowrap">
            <IconArrowLeft size={14} aria-hidden />
            {back.label}
          </Group>
        </Anchor>
      )}
      <Group justify="space-between" align="center" gap="md">
        <Box miw={0} maw="100%">
          <Title order={1} style={{ overflowWrap: "anywhere" }}>
            {title}
          </Title>
          {note && (
            <Text c="dimmed" size="sm" mt={4} style={{ overflowWrap: "anywhere" }}>
              {note}
            </Text>
          )}
        </Box>
        {children && <Group gap="sm">{children}</Group>}
      </Group>
    </Stack>
  );
}
