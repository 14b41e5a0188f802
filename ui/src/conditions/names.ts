/** How what is named by an id or a short name is called. Null as long as that is not known. */
export interface Names {
  group: (id: number) => string | null;
  account: (id: number) => string | null;
  role: (id: number) => string | null;
  import: (id: number) => string | null;
  score: (id: number) => string | null;
  persona: (id: number) => string | null;
  activityType: (name: string) => string | null;
}

export const NO_NAMES: Names = {
  group: () => null,
  account: () => null,
  role: () => null,
  import: () => null,
  score: () => null,
  persona: () => null,
  activityType: () => null,
};
