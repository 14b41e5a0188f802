import { describe, expect, test } from "vitest";
import type { InspectedColumn } from "../../api/types";
import { assign, holderOf, isIdentityMapped, recognisedMapping, rememberedMapping, toMappedColumns } from "./mapping";

const column = (name: string, field: string | null, own = false): InspectedColumn => ({ name, field, own, samples: [], why: null });

describe("a mapping", () => {
  test("starts as recognised", () => {
    expect(recognisedMapping([column("FirstName", "first_name"), column("x", null)])).toEqual(["first_name", null]);
  });

  test("leaves a field to the first of two columns that were recognised as it", () => {
    expect(recognisedMapping([column("Email", "email"), column("E-mail", "email")])).toEqual(["email", null]);
  });

  test("never holds a column that Muster wrote", () => {
    expect(recognisedMapping([column("Muster: row", "notes", true)])).toEqual([null]);
  });

  test("gives a field to one column only", () => {
    expect(assign(["email", null], 1, "email")).toEqual(["email", null]);
    expect(assign(["email", null], 1, "city")).toEqual(["email", "city"]);
  });

  test("gives a field back, and to another column then", () => {
    const freed = assign(["email", null], 0, null);
    expect(isIdentityMapped(freed)).toBe(false);
    expect(assign(freed, 1, "email")).toEqual([null, "email"]);
  });

  test("keeps a field when it is chosen again for its own column", () => {
    expect(assign(["email"], 0, "email")).toEqual(["email"]);
  });

  test("knows who holds a field", () => {
    expect(holderOf([null, "email"], "email")).toBe(1);
    expect(holderOf([null, "email"], "city")).toBeNull();
  });

  test("goes to the API with positions in the file, without the columns that are not mapped", () => {
    expect(toMappedColumns([null, "email", null, "city"])).toEqual([{ column: 1, field: "email" }, { column: 3, field: "city" }]);
  });
});

describe("the mapping of an earlier import", () => {
  const earlier = { columns: [{ name: "Mail", field: "email" }, { name: "Town", field: "city" }, { name: "Email", field: null }] };

  test("is found by the names of the columns, in any order", () => {
    const columns = [column("Town", null), column("Muster: row", null, true), column("Mail", null)];
    expect(rememberedMapping(columns, earlier)).toEqual(["city", null, "email"]);
  });

  test("also remembers that a column was left out", () => {
    expect(rememberedMapping([column("Email", "email")], earlier)).toEqual([null]);
  });

  test("leaves new columns as recognised, unless their field is taken", () => {
    const columns = [column("Mail", null), column("E-mail", "email"), column("Phone", "mobile_phone")];
    expect(rememberedMapping(columns, earlier)).toEqual(["email", null, "mobile_phone"]);
  });
});
