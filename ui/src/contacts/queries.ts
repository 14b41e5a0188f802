import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { PAGE_SIZE } from "../common/useKeyPaging";

export interface ContactFilter {
  search: string;
  groupId?: number;
  after: string | undefined;
}

export function useContacts({ search, groupId, after }: ContactFilter) {
  const query = { search: search || undefined, group_id: groupId, after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: ["contacts", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contacts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useContact(id: number) {
  return useQuery({
    queryKey: ["contacts", id],
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });
}
