/** Addresses of the API that the browser follows itself, and of the wizard. */

export const EXAMPLE_URL = "/api/v1/import-example.csv";

export const rejectsUrl = (importId: number): string => `/api/v1/imports/${importId}/rejects.csv`;

export const eventsUrl = (importId: number): string => `/api/v1/imports/${importId}/events`;

/** What stands behind the wizard's address when it takes over what an import was set to. */
export const correctingAddress = (importId: number): string => `?corrects=${importId}`;

export const correctingPath = (importId: number): string => `/contacts/import${correctingAddress(importId)}`;
