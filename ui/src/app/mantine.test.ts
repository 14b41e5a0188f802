import { expect, test } from "vitest";

const sources = import.meta.glob<string>("../**/*.tsx", { query: "?raw", import: "default", eager: true });
const listed = import.meta.glob<string>("./mantine.css", { query: "?raw", import: "default", eager: true })["./mantine.css"] ?? "";
const shipped = Object.keys(import.meta.glob("../../node_modules/@mantine/core/styles/*.css"));

test("every Mantine component that the page names has its styles", () => {
  const named = new Set(Object.values(sources).flatMap(componentsNamedIn));
  const styled = [...named].filter((name) => shipped.some((path) => path.endsWith(`/${name}.css`)));
  expect(styled.length).toBeGreaterThan(15);
  expect(styled.filter((name) => !listed.includes(`/${name}.css`))).toEqual([]);
});

function componentsNamedIn(source: string): string[] {
  const imported = /import \{([^}]+)\} from "@mantine\/core"/.exec(source)?.[1] ?? "";
  return imported.split(",").map((name) => name.trim());
}
