import { expect, test } from "vitest";
import { listOf, numberIn } from "./typed";

test("a pasted list is divided by lines, commas, semicolons and tabs; blanks and repeats are dropped", () => {
  expect(listOf("a@x.cz\r\nb@x.cz, c@x.cz;d@x.cz\n\n a@x.cz \te@x.cz")).toEqual(["a@x.cz", "b@x.cz", "c@x.cz", "d@x.cz", "e@x.cz"]);
  expect(listOf("ann@x.de\n\n Ben <ben@x.de> ; cy@x.de,dee@x.de\n")).toEqual(["ann@x.de", "Ben <ben@x.de>", "cy@x.de", "dee@x.de"]);
  expect(listOf(" \n ,;")).toEqual([]);
  expect(listOf(" \n ")).toEqual([]);
});

test.each([
  ["5", 5],
  [" 12,5 ", 12.5],
  ["-3.25", -3.25],
  ["1.", 1],
  ["", null],
  ["-", null],
  ["1e5", null],
  ["1 000", null],
  ["abc", null],
])("the number in %j is %j", (text, number) => {
  expect(numberIn(text)).toBe(number);
});
