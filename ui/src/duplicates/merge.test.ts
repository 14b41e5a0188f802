import { expect, test } from "vitest";
import type { Contact, Field } from "../api/types";
import { sortFields, takenFrom, toMerge } from "./merge";

const field = (name: string) => ({ name, label: name, kind: "text", custom: false }) as unknown as Field;
const fields = ["email", "first_name", "city", "zip", "company"].map(field);
const contact = (id: number, email: string, values: Record<string, string | null>): Contact => ({
  id,
  email,
  fields: values,
  created_at: "",
  changed_at: "",
});
const one = contact(1, "ann@x.de", { first_name: "Ann", city: null, company: "Acme" });
const two = contact(2, "ann@y.de", { first_name: "Anna", city: "Ulm", company: "Acme" });
const names = (some: Field[]) => some.map(({ name }) => name);

test("fields that are blank in both are left out, those that are equal stand apart", () => {
  const { different, same } = sortFields(fields, one, two);
  expect([names(different), names(same)]).toEqual([["email", "first_name", "city"], ["company"]]);
});

test("the own value is taken, the other's where the own one is blank, until somebody chooses", () => {
  expect(takenFrom("first_name", {}, one, two)).toBe(1);
  expect(takenFrom("city", {}, one, two)).toBe(2);
  expect(takenFrom("city", { city: 1 }, one, two)).toBe(1);
});

test("a choice stays with its contact when the two change places", () => {
  const { different } = sortFields(fields, one, two);
  const choices = { first_name: 2 };
  expect(toMerge(different, choices, one, two)).toEqual({ other_id: 2, email: "own", values: { first_name: "other", city: "other" } });
  expect(toMerge(different, choices, two, one)).toEqual({ other_id: 1, email: "own", values: { first_name: "own", city: "own" } });
});
