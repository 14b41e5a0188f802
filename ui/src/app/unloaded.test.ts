import { expect, test } from "vitest";
import { isNotLoaded, mayReload } from "./unloaded";

test.each([
  "Failed to fetch dynamically imported module: http://127.0.0.1/assets/GroupPage.js",
  "error loading dynamically imported module: http://127.0.0.1/assets/GroupPage.js",
  "Importing a module script failed.",
  "Unable to preload CSS for /assets/GroupPage.css",
])("code that did not arrive is told from a mistake in it: %s", (words) => {
  expect(isNotLoaded(new TypeError(words))).toBe(true);
});

test("a mistake is a mistake", () => {
  expect(isNotLoaded(new TypeError("Cannot read properties of undefined"))).toBe(false);
  expect(isNotLoaded("Failed to fetch")).toBe(false);
});

test("the page is not loaded again and again", () => {
  expect(mayReload(100_000)).toBe(true);
  expect(mayReload(105_000)).toBe(false);
  expect(mayReload(120_000)).toBe(true);
});
