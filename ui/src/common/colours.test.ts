import { expect, test } from "vitest";
import { toColour } from "./colours";

test("an unknown colour is grey", () => {
  expect(toColour("teal")).toBe("teal");
  expect(toColour("octarine")).toBe("gray");
});
