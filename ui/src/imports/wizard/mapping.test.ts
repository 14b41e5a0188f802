import { describe, expect, test } from "vitest";
import type { InspectedColumn } from "../../api/types";
import { assign, holderOf, isIdentityMapped, proposedMapping, rememberedMapping, unmapped } from "./mapping";

const column = (name: string, field: string | null, own = false): InspectedColumn => ({ name, field, own, samples: [], why: null });

describe("a mapping", () => {
  test("starts as recognised", () => {
    expect(proposedMapping([column("FirstName", "first_name"), column("x", null)])).toEqual(["first_name", null]);
  });

  test("leaves a field to the first of two columns that were recognised as it", () => {
    expect(proposedMapping([column("Email", "email"), column("E-mail", "email")])).toEqual(["email", null]);
  });

  test("never holds a column that Muster wrote", () => {
    expect(proposedMapping([column("Muster: row", "notes", true)])).toEqual([null]);
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
});

describe("the mapping of an earlier import", () => {
  const earlier = {
    columns: [
      { name: "Mail", field: "email" },
      { name: "Town", field: "city" },
      { name: "Email", field: null },
    ],
  };

  test("is found by the names of the columns, in any order", () => {
    const columns = [column("Town", null), column("Muster: row", null, true), column("Mail", null)];
    expect(rememberedMapping(columns, earlier)).toEqual(["city", null, "email"]);
  });

  test("also remembers that a column was left out", () => {
    expect(rememberedMapping([column("Email", "email")], earlier)).toEqual([null]);
  });

  test("tells columns of one name apart by their order", () => {
    const columns = ["Telefon", "", "Telefon", ""].map((name) => column(name, null));
    const four = {
      columns: [
        { name: "Telefon", field: "business_phone" },
        { name: "", field: "email" },
        { name: "Telefon", field: null },
        { name: "", field: "city" },
      ],
    };
    expect(rememberedMapping([column("Muster row", null, true), ...columns], four)).toEqual([
      null,
      "business_phone",
      "email",
      null,
      "city",
    ]);
  });

  test("leaves new columns as recognised, unless their field is taken", () => {
    const columns = [column("Mail", null), column("E-mail", "email"), column("Phone", "mobile_phone")];
    expect(rememberedMapping(columns, earlier)).toEqual(["email", null, "mobile_phone"]);
  });
});

describe("a full name", () => {
  test("takes the fields of first and last name, and they take it", () => {
    expect(holderOf(["full_name", null], "first_name", 1)).toBe(0);
    expect(assign(["first_name", null], 1, "full_name")).toEqual(["first_name", null]);
    expect(assign(["first_name"], 0, "full_name")).toEqual(["full_name"]);
  });
});

test("columns that Muster wrote are not missed where columns are not imported", () => {
  expect(unmapped([column("Email", "email"), column("Town", null), column("Muster: row", null, true)], ["email", null, null])).toEqual([1]);
});
