export const accountPath = (id: number): string => `/accounts/${id}`;

export const LISTS_PATH = "/accounts/settings";
