import { expect, test } from "vitest";
import type { InspectedColumn, Inspection } from "../../api/types";
import { carriedOver, firstChoices, toPlan } from "./choices";

const column = (name: string, field: string | null, more: Partial<InspectedColumn> = {}): InspectedColumn => ({
  name,
  field,
  samples: [],
  own: false,
  ...more,
});
const inspection = (...columns: InspectedColumn[]): Inspection => ({
  format: "csv",
  encoding: "windows-1252",
  delimiter: ";",
  quote: '"',
  header_row: 1,
  preamble_rows: 0,
  footer_rows: 0,
  suggested_group: "people",
  columns,
});
const none = { kind: "none" } as const;
const first = (of: Inspection) => firstChoices(of, undefined, null);

test("the API gets places in the file, without the columns that are not mapped, and what it takes for granted is left out", () => {
  const file = inspection(column("Id", null), column("Mail", "email"));
  expect(toPlan(first(file), file, none)).toEqual({ mapping: [{ column: 1, field: "email" }], segment: none, blank: "keep" });
});

test("a rule about values that do not fit is sent for all, and for columns that have another", () => {
  const file = inspection(column("Mail", "email"), column("Born", "birthday"), column("Tel", "mobile_phone"));
  const plan = toPlan({ ...first(file), unfit: "reject", unfitOf: { 1: "leave", 2: "reject" } }, file, none);
  expect(plan).toMatchObject({
    unfit: "reject",
    mapping: [{ field: "email" }, { column: 1, field: "birthday", unfit: "leave" }, { field: "mobile_phone" }],
  });
  expect(plan.mapping[2]).not.toHaveProperty("unfit");
});

test("the column of labels goes along as long as the proposed field is kept", () => {
  const file = inspection(
    column("Mail", "email"),
    column("Phone 1 - Value", "mobile_phone", { label_column: 2 }),
    column("Phone 1 - Label", null),
  );
  const choices = first(file);
  expect(toPlan(choices, file, none).mapping[1]).toEqual({ column: 1, field: "mobile_phone", label_column: 2 });
  expect(toPlan({ ...choices, mapping: ["email", "home_phone", null] }, file, none).mapping[1]).toEqual({ column: 1, field: "home_phone" });
});

test("the file is imported as it was shown, once the reader knows encodings", () => {
  const file = { ...inspection(column("Mail", "email")), encodings: [{ name: "windows-1252", label: "Western European" }] };
  expect(toPlan(first(file), file, none)).toMatchObject({ encoding: "windows-1252", delimiter: ";" });
});

test("what was chosen stays when the same columns are read in another way; a mapping that was left alone is proposed anew", () => {
  const before = inspection(column("Mail", "email"), column("Stra\u00c3\u0178e", null));
  const now = inspection(column("Mail", "email"), column("Straße", "address1"));
  const choices = { ...first(before), blank: "clear" as const };
  expect(carriedOver(choices, before, now)).toMatchObject({ blank: "clear", mapping: ["email", "address1"] });
  expect(carriedOver({ ...choices, mapping: ["email", "city"] }, before, now).mapping).toEqual(["email", "city"]);
});

test("other columns are mapped anew", () => {
  const before = inspection(column("Mail,Name", null));
  const now = inspection(column("Mail", "email"), column("Name", null));
  expect(carriedOver({ ...first(before), mapping: ["email"], unfitOf: { 0: "reject" } }, before, now)).toMatchObject({
    mapping: ["email", null],
    unfitOf: {},
  });
});
