import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, done } from "../../api/client";
import { pending } from "../../api/pendingContacts";
import { useIdempotencyKey } from "../../common/useIdempotencyKey";
import { contactKey } from "../queries";

const notesKey = (contactId: number) => [...contactKey(contactId), "notes"];

export function useNotes(id: number) {
  return useQuery({
    queryKey: notesKey(id),
    queryFn: () => answer(pending.GET("/api/v1/contacts/{id}/notes", { params: { path: { id } } })),
    select: (list) => list.items,
  });
}

export function useAddNote(id: number) {
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  return useMutation({
    mutationFn: (text: string) => answer(pending.POST("/api/v1/contacts/{id}/notes", { params: { path: { id }, header: key.headers() }, body: { text } })),
    onError: key.renewIfRefused,
    onSuccess: () => {
      key.renew();
      return queryClient.invalidateQueries({ queryKey: notesKey(id) });
    },
  });
}

export function useChangeNote(id: number, noteId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => done(pending.PATCH("/api/v1/contacts/{id}/notes/{note_id}", { params: { path: { id, note_id: noteId } }, body: { text } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notesKey(id) }),
  });
}

export function useDeleteNote(id: number, noteId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => done(pending.DELETE("/api/v1/contacts/{id}/notes/{note_id}", { params: { path: { id, note_id: noteId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notesKey(id) }),
  });
}
