import type { ListName } from "./queries";

/** Roles are told by their words alone. */
export const hasColours = (list: ListName): boolean => list !== "account-roles";
