/** Addresses of the API that the browser follows itself. */

export const EXAMPLE_URL = "/api/v1/import-example.csv";

export const rejectsUrl = (importId: number): string => `/api/v1/imports/${importId}/rejects.csv`;

export const eventsUrl = (importId: number): string => `/api/v1/imports/${importId}/events`;
