import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client";
import { useIdempotencyKey } from "../common/useIdempotencyKey";
import { contactKey } from "../contacts/queries";

const notesKey = (contactId: number) => [...contactKey(contactId), "notes"];

export function useNotes(id: number) {
  return useQuery({
    queryKey: notesKey(id),
    queryFn: () => answer(api.GET("/api/v1/contacts/{id}/notes", { params: { path: { id } } })),
    select: (list) => list.items,
  });
}

export function useAddNote(id: number) {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: ({ text }: { text: string }) =>
      answer(api.POST("/api/v1/contacts/{id}/notes", { params: { path: { id }, header: key.headers() }, body: { text } })),
    onError: key.renewIfRefused,
    onSuccess: () => {
      key.renew(); // the form stays for the next note
      return queryClient.invalidateQueries({ queryKey: notesKey(id) });
    },
  });
}

export function useChangeNote(id: number, noteId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ text, before }: { text: string; before: string }) =>
      done(
        api.PATCH("/api/v1/contacts/{id}/notes/{note_id}", {
          params: { path: { id, note_id: noteId } },
          body: { text, before: { text: before } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notesKey(id) }),
  });
}

export function useDeleteNote(id: number, noteId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/contacts/{id}/notes/{note_id}", { params: { path: { id, note_id: noteId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notesKey(id) }),
  });
}
