import { expect, test } from "vitest";
import type { ContactDetail } from "../api/types";
import { changesOf, nameOf } from "./contact";

const contact: ContactDetail = {
  id: 1,
  email: "new@example.com",
  fields: { title_before: "Dr.", first_name: "Ann", last_name: "Lee", title_after: "PhD", company: "Acme", city: null },
  created_at: "2026-01-01T00:00:00Z",
  changed_at: "2026-03-01T00:00:00Z",
  source: null,
  groups: [],
  addresses: [],
  scores: {},
  persona_id: null,
  history: [
    { at: "2026-02-01T00:00:00Z", origin: "import", import_id: 1, row: 2, before: { company: null } },
    { at: "2026-03-01T00:00:00Z", origin: "import", import_id: 2, row: 9, before: { company: "Contoso", email: "old@example.com" } },
  ],
};

test("a name is written with its titles", () => {
  expect(nameOf(contact)).toBe("Dr. Ann Lee, PhD");
  expect(nameOf({ ...contact, fields: {} })).toBe("");
});

test("each change tells what the field became, newest first", () => {
  const told = changesOf(contact).map(({ field, before, after, importId }) => [field, before, after, importId]);
  expect(told).toEqual([
    ["company", "Contoso", "Acme", 2],
    ["email", "old@example.com", "new@example.com", 2],
    ["company", null, "Contoso", 1],
  ]);
});
