import { keepPreviousData, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import type { NewPersona, PersonaChanges, PersonaDetail, PersonaList, PersonaRules } from "../api/types";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { LATE_POLL } from "../common/work";

const REBUILD_POLL = 1_000;

const LIST_KEY = ["personas", "list"] as const;

export const personaKey = (id: number) => ["personas", id] as const;

/** All personas in their order; asked for again and again while contacts get theirs anew. */
export function usePersonas() {
  return useQuery({
    queryKey: LIST_KEY,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/personas", { signal })),
    refetchInterval: ({ state }) => (state.data?.late ? LATE_POLL : state.data?.progress ? REBUILD_POLL : false),
  });
}

export function usePersona(id: number) {
  return useQuery({
    queryKey: personaKey(id),
    queryFn: () => answer(api.GET("/api/v1/personas/{id}", { params: { path: { id } } })) as Promise<PersonaDetail>,
    refetchInterval: ({ state }) => (state.data?.late ? LATE_POLL : state.data?.progress ? REBUILD_POLL : false),
  });
}

export function useShares(days: number) {
  return useQuery({
    queryKey: ["personas", "shares", days],
    queryFn: () => answer(api.GET("/api/v1/persona-shares", { params: { query: { days } } })),
    placeholderData: keepPreviousData,
  });
}

/** Creates a persona, once however often it is pressed. */
export function useCreatePersona() {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (persona: NewPersona) =>
      answer(api.POST("/api/v1/personas", { body: persona, params: { header: key.headers() } })) as Promise<PersonaDetail>,
    onError: key.renewIfRefused,
    onSuccess: (persona) => keep(queryClient, persona),
  });
}

export function useChangePersona(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changes: PersonaChanges) =>
      answer(api.PATCH("/api/v1/personas/{id}", { params: { path: { id } }, body: changes })) as Promise<PersonaDetail>,
    onSuccess: (persona) => keep(queryClient, persona),
  });
}

export function useDeletePersona(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/personas/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      // Its page is left at once; asking for it again would only find that it is gone.
      queryClient.removeQueries({ queryKey: personaKey(id) });
      await Promise.all(
        ["personas", "contacts", "condition-catalogue"].map((first) =>
          queryClient.invalidateQueries({ queryKey: [first], refetchType: "none" }),
        ),
      );
    },
  });
}

/** Puts the personas into another order, which is shown at once; a refused one goes back. */
export function useReorder() {
  const queryClient = useQueryClient();
  return useMutation({
    scope: { id: "persona-order" }, // one after the other: each is made upon the one before
    mutationFn: ({ ids, before }: { ids: number[]; before: number[] }) =>
      done(api.PUT("/api/v1/persona-order", { body: { ids, before: { ids: before } } })),
    onMutate: async ({ ids }) => {
      await queryClient.cancelQueries({ queryKey: LIST_KEY });
      queryClient.setQueryData<PersonaList>(
        LIST_KEY,
        (list) => list && { ...list, items: list.items.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)) },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["personas"] }),
  });
}

/** How contacts would be spread by these rules. */
export function usePreviewRules(id: number) {
  return useMutation({
    mutationFn: (draft: PersonaRules) => answer(api.POST("/api/v1/personas/{id}/preview", { params: { path: { id } }, body: draft })),
  });
}

export function useSaveDraft(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: PersonaRules & { before: PersonaRules }) =>
      answer(api.PUT("/api/v1/personas/{id}/draft", { params: { path: { id } }, body: draft })) as Promise<PersonaDetail>,
    onSuccess: (persona) => keep(queryClient, persona),
  });
}

/** Lets the draft count. */
export function usePublish(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/personas/{id}/publish", { params: { path: { id } } })) as Promise<PersonaDetail>,
    onSuccess: (persona) => keep(queryClient, persona),
  });
}

/** What the API answered is what there is now; lists may have changed by it. */
async function keep(queryClient: QueryClient, persona: PersonaDetail) {
  await queryClient.invalidateQueries({ queryKey: ["personas"], refetchType: "none" });
  queryClient.setQueryData(personaKey(persona.id), persona);
}
