import { expect, test } from "vitest";
import { fromLocalInput, isWithoutYear, joinChoices, shown, splitChoices, toLocalInput } from "./value";

test("several choices are one text", () => {
  expect(splitChoices("red; blue;;")).toEqual(["red", "blue"]);
  expect(joinChoices(["red", "blue"])).toBe("red;blue");
});

test("values are shown for people", () => {
  expect(shown("date", "1990-02-03")).toBe("Feb 3, 1990");
  expect(shown("number", "1234567")).toBe("1,234,567");
  expect(shown("yes_no", "true")).toBe("Yes");
  expect(shown("choices", "red;blue")).toBe("red, blue");
  expect(shown("decimal", "12.50")).toBe("12.50");
});

test("a birthday may have no year", () => {
  expect(shown("date", "--04-25")).toBe("April 25");
  expect(shown("date", "--02-29")).toBe("February 29");
  expect(isWithoutYear("--04-25")).toBe(true);
  for (const value of ["1990-04-25", "-04-25", "--4-25", ""]) expect(isWithoutYear(value)).toBe(false);
});

test("what is not of its kind is shown as it stands", () => {
  expect(shown("date", "last spring")).toBe("last spring");
  expect(shown("date_time", "soon")).toBe("soon");
  expect(shown("number", "many")).toBe("many");
});

test("a moment goes through the input of the own zone unchanged", () => {
  expect(fromLocalInput(toLocalInput("2026-11-24T10:00:00Z"))).toBe("2026-11-24T10:00:00Z");
  expect(toLocalInput("")).toBe("");
  expect(fromLocalInput("")).toBe("");
});
