import { expect, test } from "vitest";
import { LAZY_IMPORTS, namedIn, sources } from "./test-sources";

const ALL_IMPORTS = /^(?:import|export)\s(?:[^;"]*\sfrom\s)?"(\.[^"]+)"/gm;

const next = new Map(Object.keys(sources).map((path) => [path, [ALL_IMPORTS, LAZY_IMPORTS].flatMap((pattern) => namedIn(path, pattern))]));

test("no file needs itself through others, not even for a type or later", () => {
  expect(next.size).toBeGreaterThan(300);
  expect([...next.keys()].filter((path) => reachedFrom(next.get(path) ?? []).has(path))).toEqual([]);
});

function reachedFrom(paths: string[], reached = new Set<string>()): Set<string> {
  for (const path of paths) {
    if (reached.has(path)) continue;
    reached.add(path);
    reachedFrom(next.get(path) ?? [], reached);
  }
  return reached;
}
