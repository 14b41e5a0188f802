export const INACTIVE_PATH = "/contacts/inactive";
