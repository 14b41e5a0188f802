import { expect, test } from "vitest";
import { IMPORTS, LAZY_IMPORTS, namedIn, sources } from "../test-sources";

const paths = Object.keys(sources);

/** Which noun's texts a `texts.ts` brings. */
const nouns = new Map(paths.flatMap((path) => (path.endsWith("/texts.ts") ? [[path, firstOf(path, /addTexts\(\{ (\w+) \}\)/g)]] : [])));

const lazy = new Set(paths.flatMap((path) => namedIn(path, LAZY_IMPORTS)));
const atOnce = reachedFrom("./main.tsx");

test("whatever is loaded when it is needed brings the texts that it shows", () => {
  expect(nouns.size).toBeGreaterThan(10);
  expect(lazy.size).toBeGreaterThan(30);
  expect([...lazy].flatMap(lackingIn)).toEqual([]);
});

test("the first load brings no texts but those of the shell", () => {
  expect([...atOnce].filter((path) => nouns.has(path))).toEqual([]);
  expect([...atOnce].flatMap(nounsShownIn)).toEqual([]);
});

function lackingIn(entry: string): string[] {
  const reached = [...reachedFrom(entry)];
  const brought = reached.map((path) => nouns.get(path));
  return reached.flatMap((path) => nounsShownIn(path).flatMap((noun) => (brought.includes(noun) ? [] : [`${entry} lacks ${noun}, shown by ${path}`])));
}

/** Everything that is loaded with a file, the file included. */
function reachedFrom(path: string, reached = new Set<string>()): Set<string> {
  if (!reached.has(path)) {
    reached.add(path);
    for (const next of namedIn(path, IMPORTS)) reachedFrom(next, reached);
  }
  return reached;
}

function nounsShownIn(path: string): string[] {
  return [...nouns.values()].filter((noun) => new RegExp(`["\`]${noun}\\.\\w`).test(sources[path] ?? ""));
}

function firstOf(path: string, pattern: RegExp): string {
  return pattern.exec(sources[path] ?? "")?.[1] ?? path;
}
