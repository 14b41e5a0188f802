import { expect, test } from "vitest";
import { choicesOf } from "./kinds";

test("choices are lines, each once", () => {
  expect(choicesOf(" red\n\nblue \nred")).toEqual(["red", "blue"]);
  expect(choicesOf("\n")).toEqual([]);
});
