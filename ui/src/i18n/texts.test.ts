import { expect, test } from "vitest";
import { IMPORTS, LAZY_IMPORTS, namedIn, sources } from "../test-sources";
import { NOUNS } from ".";

/** Which nouns' texts are loaded with a file: `withTexts(["fields"], () => import("./FieldModal"))`. */
const WITH_TEXTS = /\[([^[\]]*)\],\s*(?:async )?\(\) =>[^"]*import\("\.[^"]+"\)/g;

const nouns = Object.keys(NOUNS);
const paths = Object.keys(sources).filter((path) => path !== "./i18n/index.ts");
const lazy = paths.flatMap((path) => namedIn(path, LAZY_IMPORTS).map((entry) => ({ path, entry })));

test("whatever is loaded when it is needed brings the texts that it shows", () => {
  expect(nouns.length).toBeGreaterThan(10);
  expect(new Set(lazy.map(({ entry }) => entry)).size).toBeGreaterThan(30);
  expect(lazy.flatMap(({ path, entry }) => wrongIn(path, entry))).toEqual([]);
});

test("the first load brings no texts but those of the shell", () => {
  expect([...reachedFrom("./main.tsx")].flatMap(nounsShownIn)).toEqual([]);
});

/** What `path` does not bring for the file that it loads, and what it brings for nothing. */
function wrongIn(path: string, entry: string): string[] {
  const brought = broughtFor(path, entry);
  const shown = [...reachedFrom(entry)].flatMap((reached) => nounsShownIn(reached).map((noun) => ({ noun, reached })));
  const lacking = shown
    .filter(({ noun }) => !brought.includes(noun))
    .map(({ noun, reached }) => `${path} loads ${entry} without ${noun}, shown by ${reached}`);
  const idle = brought
    .filter((noun) => !shown.some((one) => one.noun === noun))
    .map((noun) => `${path} loads ${entry} with ${noun} for nothing`);
  return [...lacking, ...idle];
}

function broughtFor(path: string, entry: string): string[] {
  const loads = [...(sources[path] ?? "").matchAll(WITH_TEXTS)];
  return loads
    .filter(([load]) => namedIn(path, LAZY_IMPORTS, load).includes(entry))
    .flatMap(([, names = ""]) => [...names.matchAll(/\w+/g)].map(([name]) => name));
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
  return nouns.filter((noun) => new RegExp(`["\`]${noun}\\.\\w`).test(sources[path] ?? ""));
}
