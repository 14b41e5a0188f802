export const MASS_ACTIONS_PATH = "/contacts/mass-actions";

/** Where the browser gets the file of an export. */
export const exportFileUrl = (id: number): string => `/api/v1/mass-actions/${id}/file`;
