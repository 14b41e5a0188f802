export const DUPLICATES_PATH = "/contacts/duplicates";

/** Where two contacts are compared; the first one is the one that stays. */
export const mergePath = (id: number, otherId: number): string => `/contacts/${id}/merge/${otherId}`;
