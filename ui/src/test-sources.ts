/** The page's own sources, for tests about how its files hang together. Paths begin with "./", at src. */
export const sources = import.meta.glob<string>(["./**/*.ts", "./**/*.tsx", "!./**/*.test.*", "!./api/schema.d.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** What a file loads with itself. */
export const IMPORTS = /^(?:import|export)\s(?!type\s)(?:[^;"]*\sfrom\s)?"(\.[^"]+)"/gm;

/** What it loads when it is needed. */
export const LAZY_IMPORTS = /import\("(\.[^"]+)"\)/g;

/** The files of ours that a file, or a part of it, names by a pattern. */
export function namedIn(path: string, pattern: RegExp, part = sources[path] ?? ""): string[] {
  return [...part.matchAll(pattern)].flatMap(([, name = ""]) => {
    const base = new URL(name, `file:///${path}`).pathname.replace(/^\//, "./");
    return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].filter((one) => one in sources);
  });
}
