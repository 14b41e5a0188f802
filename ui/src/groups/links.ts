export const groupPath = (id: number): string => `/groups/${id}`;

export const conditionPath = (id: number): string => `/groups/${id}/condition`;
