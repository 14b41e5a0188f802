import { keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { AccountChanges, AccountDetail, NewAccount } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { PAGE_SIZE } from "../common/useKeyPaging";

const accountKey = (id: number) => ["accounts", id] as const;

export function useAccounts(search: string, after?: string, limit = PAGE_SIZE) {
  const query = { search: search || undefined, after, limit };
  return useQuery({
    queryKey: ["accounts", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const accountQuery = (id: number) =>
  queryOptions({ queryKey: accountKey(id), queryFn: () => answer(api.GET("/api/v1/accounts/{id}", { params: { path: { id } } })) });

export function useAccount(id: number) {
  return useQuery(accountQuery(id));
}

/** A page of an account's contacts, each with the id that a table wants. */
export function useAccountContacts(id: number, search: string, after: string | undefined) {
  const query = { search: search || undefined, after, limit: PAGE_SIZE };
  return useQuery({
    queryKey: [...accountKey(id), "contacts", query],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{id}/contacts", { params: { path: { id }, query }, signal })),
    select: ({ items, next }) => ({ items: items.map((one) => ({ ...one, id: one.contact.id })), next }),
    placeholderData: keepPreviousData,
  });
}

export function useContactAccounts(contactId: number) {
  return useQuery({
    queryKey: ["contacts", contactId, "accounts"],
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}/accounts", { params: { path: { id: contactId } } })),
    select: ({ items }) => items,
  });
}

/** The accounts whose contacts are in a group, as far as they were asked for. */
export function useGroupAccounts(groupId: number) {
  return useInfiniteQuery({
    queryKey: ["groups", groupId, "accounts"],
    queryFn: ({ pageParam, signal }) => {
      const query = { after: pageParam, limit: 20 };
      return answer(api.GET("/api/v1/contact-groups/{id}/accounts", { params: { path: { id: groupId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useCreateAccount() {
  const keep = useKeepAccount();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (account: NewAccount) => answer(api.POST("/api/v1/accounts", { body: account, params: { header: key.headers() } })),
    onError: key.renewIfRefused,
    onSuccess: keep,
  });
}

export function useChangeAccount(id: number) {
  const keep = useKeepAccount();
  return useMutation({
    mutationFn: (changes: AccountChanges) => answer(api.PATCH("/api/v1/accounts/{id}", { params: { path: { id } }, body: changes })),
    onSuccess: keep,
  });
}

export function useDeleteAccount(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/accounts/{id}", { params: { path: { id } } })),
    // Its page is left at once; asking for it again would only find that it is gone.
    onSuccess: async () => {
      await Promise.all(CONCERNED.map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    },
  });
}

interface Belonging {
  accountId: number;
  contactId: number;
  roleId: number | null;
}

/** Puts a contact into an account, or gives it another role there. */
export function usePutContact() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ accountId, contactId, roleId }: Belonging) =>
      done(
        api.PUT("/api/v1/accounts/{id}/contacts/{contact_id}", {
          params: { path: { id: accountId, contact_id: contactId } },
          body: { role_id: roleId },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useTakeOutContact() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ accountId, contactId }: Omit<Belonging, "roleId">) =>
      done(api.DELETE("/api/v1/accounts/{id}/contacts/{contact_id}", { params: { path: { id: accountId, contact_id: contactId } } })),
    onSuccess: refresh,
  });
}

/** Puts the contacts of an account into a group, or keeps them there for its sake no longer. */
export function useGroupAccount(groupId: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ accountId, within }: { accountId: number; within: boolean }) => {
      const where = { params: { path: { id: groupId, account_id: accountId } } };
      const path = "/api/v1/contact-groups/{id}/accounts/{account_id}";
      return done(within ? api.PUT(path, where) : api.DELETE(path, where));
    },
    onSuccess: refresh,
  });
}

/** Whatever may look different once an account has changed. */
const CONCERNED = ["accounts", "contacts", "groups", "lists"];

function useRefresh() {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all(CONCERNED.map((first) => queryClient.invalidateQueries({ queryKey: [first] })));
  };
}

/** What the API answered is what there is now. The account's contacts are asked for again: who is turned to is put among them. */
function useKeepAccount() {
  const queryClient = useQueryClient();
  return async (account: AccountDetail) => {
    await Promise.all(CONCERNED.map((first) => queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" })));
    queryClient.setQueryData(accountKey(account.id), account);
    void queryClient.invalidateQueries({ queryKey: [...accountKey(account.id), "contacts"] });
  };
}
