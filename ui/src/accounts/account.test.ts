import { expect, test } from "vitest";
import type { Field } from "../api/types";
import { fieldOf, textChange } from "./account";

const phone: Field = { name: "business_phone", label: "Business phone", kind: "phone", max_length: 26, choices: [], custom: false };

test("a text of an account is typed like the contact's field that it is read like", () => {
  expect(fieldOf("fax", "Fax", [phone])).toEqual({ ...phone, name: "fax", label: "Fax" });
});

test("as long as the contact's fields are not known it is a plain text", () => {
  expect(fieldOf("city", "City", [])).toMatchObject({ kind: "text", max_length: null, choices: [] });
});

test("a blank text is cleared", () => {
  expect(textChange("city", "")).toEqual({ fields: { city: null } });
  expect(textChange("city", "Brno")).toEqual({ fields: { city: "Brno" } });
});
