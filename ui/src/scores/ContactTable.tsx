import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Contact } from "../api/types";
import { ContactCell } from "../contacts/ContactCell";

interface Props {
  label: string;
  heads: string[];
  rows: { key: string; contact: Contact; cells: string[] }[];
  empty: ReactNode;
}

/** A few contacts with what is told of each on the right. */
export function ContactTable({ label, heads: [first, ...others], rows, empty }: Props) {
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {empty}
      </Text>
    );
  return (
    <Table aria-label={label} verticalSpacing={6} horizontalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{first}</Table.Th>
          {others.map((head) => (
            <Table.Th key={head} ta="right" w={120}>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, contact, cells }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <ContactCell contact={contact} />
            </Table.Td>
            {cells.map((cell, index) => (
              <Table.Td key={others[index]} ta="right">
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
