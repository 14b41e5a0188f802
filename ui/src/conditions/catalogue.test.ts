import { expect, test } from "vitest";
import { aboutSubject, gapsIn, isRuleComplete, sectionsOf, understood, withOperator } from "./catalogue";
import { catalogue } from "./testCatalogue";

const inBrno = { id: "1", field: "city", operator: "contains", value: "Brno" };

test("another subject keeps the operator and what was typed, where it means the same there", () => {
  expect(aboutSubject(catalogue, inBrno, "company")).toEqual({ id: "1", field: "company", operator: "contains", value: "Brno" });
});

test("another subject starts anew where it is asked for something else", () => {
  expect(aboutSubject(catalogue, inBrno, "employees")).toEqual({ id: "1", field: "employees", operator: "more_than", value: null });
  expect(aboutSubject(catalogue, { ...inBrno, field: "", operator: "", value: null }, "activity")).toMatchObject({
    operator: "done",
    value: { type: "any" },
  });
});

test("a choice of one list is none of another", () => {
  expect(aboutSubject(catalogue, { field: "gender", operator: "is", value: "male" }, "status").value).toBeNull();
});

test("another operator keeps what was typed, as a list where one is asked for", () => {
  expect(withOperator(catalogue, inBrno, "is")).toMatchObject({ operator: "is", value: "Brno" });
  expect(withOperator(catalogue, inBrno, "is_one_of")).toMatchObject({ operator: "is_one_of", value: ["Brno"] });
  expect(withOperator(catalogue, inBrno, "is_blank")).toMatchObject({ operator: "is_blank", value: null });
  expect(withOperator(catalogue, { ...inBrno, value: "" }, "is_one_of").value).toEqual([]);
});

test("a rule without a subject, with an unknown one or an unknown operator is not complete", () => {
  expect(isRuleComplete(catalogue, inBrno)).toBe(true);
  for (const changed of [{ field: "" }, { field: "shoe_size" }, { operator: "smells_of" }, { value: "" }])
    expect(isRuleComplete(catalogue, { ...inBrno, ...changed })).toBe(false);
});

test("what an API that is ahead of the page asks for is left out", () => {
  const scent = { name: "smells_of", label: "smells of", input: "scent" as never };
  const [city] = catalogue.subjects;
  if (!city) throw new Error("no city");
  const ahead = {
    subjects: [
      { ...city, operators: [...city.operators, scent] },
      { ...city, name: "perfume", operators: [scent] },
    ],
  };
  expect(understood(ahead)).toEqual({ subjects: [city] });
});

test("gaps are told by their place", () => {
  const blank = { ...inBrno, value: "" };
  expect(gapsIn(catalogue, { combinator: "and", rules: [inBrno, blank, { combinator: "or", rules: [blank, inBrno] }] })).toEqual([
    "/rules/1",
    "/rules/2/rules/0",
  ]);
  expect(gapsIn(catalogue, { combinator: "and", rules: [] })).toEqual([]);
});

test("fields stand in their sections as everywhere, the others in the catalogue's", () => {
  const told = sectionsOf(catalogue).map(({ section, subjects }) => [section, ...subjects.map(({ name }) => name)]);
  expect(told).toEqual([
    ["person", "gender", "birthday"],
    ["work", "company"],
    ["address", "city"],
    ["other", "status"],
    ["custom", "employees"],
    ["contact", "created_at", "groups", "account", "account_role", "import", "sample"],
    ["behaviour", "score", "persona", "activity"],
  ]);
});
