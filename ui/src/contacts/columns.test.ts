import { expect, test } from "vitest";
import type { Field } from "../api/types";
import { columnsShown, DEFAULT_COLUMNS, parseColumns, toggle } from "./columns";

const fields = ["email", "city", "shoe_size"].map((name) => ({ name }) as Field);

test("without a choice the usual columns are shown", () => {
  expect(columnsShown(null, undefined, undefined)).toEqual(DEFAULT_COLUMNS);
  expect(columnsShown(null, fields, undefined)).toEqual(["email", "city", "created_at"]);
});

test("a field that was deleted falls away", () => {
  expect(columnsShown(["shoe_size", "gone", "changed_at"], fields, undefined)).toEqual(["shoe_size", "changed_at"]);
});

test("a score that was deleted falls away, once it is known which there are", () => {
  const chosen = ["score:1", "score:2", "persona"];
  expect(columnsShown(chosen, fields, undefined)).toEqual(chosen);
  expect(columnsShown(chosen, fields, [{ name: "score:2" }])).toEqual(["score:2"]);
});

test("a column is put in behind the others, before the times", () => {
  expect(toggle(["email", "created_at"], "city")).toEqual(["email", "city", "created_at"]);
  expect(toggle(["email", "city"], "email")).toEqual(["city"]);
});

test("what was remembered is read with care", () => {
  expect(parseColumns('["email","city","email",7]')).toEqual(["email", "city"]);
  expect(parseColumns("[]")).toEqual([]);
  expect(parseColumns("{")).toBeNull();
  expect(parseColumns('"email"')).toBeNull();
  expect(parseColumns(null)).toBeNull();
});
