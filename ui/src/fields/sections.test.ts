import { expect, test } from "vitest";
import { bySection } from "./sections";

const field = (name: string, custom = false) => ({ name, custom });

test("fields stand in their sections, custom ones last", () => {
  const sorted = bySection([field("shoe_size", true), field("city"), field("status"), field("first_name"), field("email")]);
  expect(sorted.map(({ section, fields }) => [section, fields.map(({ name }) => name)])).toEqual([
    ["person", ["email", "first_name"]],
    ["address", ["city"]],
    ["other", ["status"]],
    ["custom", ["shoe_size"]],
  ]);
});

test("a custom field that is called like a standard one is still custom", () => {
  expect(bySection([field("city", true)])[0]?.section).toBe("custom");
});
