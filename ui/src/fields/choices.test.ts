import { expect, test } from "vitest";
import { changeOf, uponNow, rowsOf } from "./choices";

test("a choice is renamed in its place, and others are added and taken away", () => {
  expect(changeOf(rowsOf(["Gold", "Silver"]))).toEqual({ choices: ["Gold", "Silver"], renames: {} });
  const rows = [
    { was: "Gold", now: " Premium " },
    { was: "Tin", now: "" },
    { was: null, now: "Bronze" },
  ];
  expect(changeOf(rows)).toEqual({ choices: ["Premium", "Bronze"], renames: { Gold: "Premium" } });
});

test("a choice that gets the name of another becomes it", () => {
  expect(
    changeOf([
      { was: "Gold", now: "Gold" },
      { was: "Golden", now: "gold" },
    ]),
  ).toEqual({ choices: ["Gold"], renames: { Golden: "gold" } });
});

test("choices that were renamed or added elsewhere stay beside one's own", () => {
  const rows = [
    { was: "Red", now: "Rosso" },
    { was: "Blue", now: "Blue" },
  ];
  const there = uponNow(rows, { first: ["Red", "Blue"], now: ["Rouge", "Blue", "Green"] });
  expect(changeOf(there)).toEqual({ choices: ["Rosso", "Blue", "Rouge", "Green"], renames: {} });
  expect(uponNow(rows, { first: ["Red", "Blue"], now: ["Red", "Blue"] })).toEqual(rows);
});
