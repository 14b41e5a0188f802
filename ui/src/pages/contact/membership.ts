import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, done } from "../../api/client";
import { contactKey } from "../../contacts/queries";

export type Move = "in" | "out" | "excluded" | "allowed";

/** Puts the contact into a group by hand, takes it out, keeps it out for good, or no longer. */
export function useMembership(contactId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ groupId, to }: { groupId: number; to: Move }) => {
      const params = { path: { id: groupId, contact_id: contactId } };
      if (to === "in") return done(api.PUT("/api/v1/contact-groups/{id}/members/{contact_id}", { params }));
      if (to === "out") return done(api.DELETE("/api/v1/contact-groups/{id}/members/{contact_id}", { params }));
      if (to === "excluded") return done(api.PUT("/api/v1/contact-groups/{id}/exclusions/{contact_id}", { params }));
      return done(api.DELETE("/api/v1/contact-groups/{id}/exclusions/{contact_id}", { params }));
    },
    onSuccess: async () => {
      const stale = [contactKey(contactId), ["groups"]].map((queryKey) => queryClient.invalidateQueries({ queryKey: [...queryKey] }));
      await Promise.all(stale);
    },
  });
}
