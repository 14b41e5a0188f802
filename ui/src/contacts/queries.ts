import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { ContactDetail, Matching } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";
import { toQuery } from "./address";

export interface ContactListQuery {
  matching: Matching;
  sort: string;
  after: string | undefined;
}

export const contactKey = (id: number) => ["contacts", id] as const;

export function useContacts({ matching, sort, after }: ContactListQuery) {
  const query = { ...toQuery(matching), sort: sort || undefined, after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: ["contacts", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contacts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** How many there are; asked for by itself, for the page need not wait for it. */
export function useContactCount(matching: Matching) {
  const query = toQuery(matching);
  return useQuery({
    queryKey: ["contacts", "count", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/contacts/count", { params: { query }, signal })),
    select: ({ count }) => count,
  });
}

export function useContact(id: number) {
  return useQuery({
    queryKey: contactKey(id),
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });
}

export interface ContactChanges {
  email?: string;
  fields?: Record<string, string | null>;
  /** The values that are known to be overwritten. */
  before?: Record<string, string | null>;
}

export function useCreateContact() {
  const keep = useKeepContact();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (contact: { email: string; fields: Record<string, string | null> }) =>
      answer(api.POST("/api/v1/contacts", { body: contact, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: keep,
  });
}

export function useChangeContact(id: number) {
  const keep = useKeepContact();
  return useMutation({
    mutationFn: (changes: ContactChanges) => answer(api.PATCH("/api/v1/contacts/{id}", { params: { path: { id } }, body: changes })),
    onSuccess: keep,
  });
}

export function useDeleteContact(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/contacts/{id}", { params: { path: { id } } })),
    // Its page is left at once; asking for it again would only find that it is gone.
    onSuccess: async () => {
      await Promise.all(
        ["contacts", "groups", "activities", "accounts"].map((first) =>
          queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" }),
        ),
      );
    },
  });
}

/** Forgets a contact that is gone, once its page is left: what is still known of it must not be shown again. */
export function useForgetContact() {
  const queryClient = useQueryClient();
  return (id: number) => queryClient.removeQueries({ queryKey: contactKey(id) });
}

/** What the API answered is what there is now; lists of contacts and groups may have changed by it. */
function useKeepContact() {
  const queryClient = useQueryClient();
  return async (contact: ContactDetail) => {
    await Promise.all(["contacts", "groups"].map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    queryClient.setQueryData(contactKey(contact.id), contact);
  };
}
