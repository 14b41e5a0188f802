import { expect, test } from "vitest";
import { firstChoice, toSegment } from "./segment";

test("a new contact group is proposed under the suggested name", () => {
  expect(toSegment(firstChoice("people", null))).toEqual({ kind: "new_group", name: "people" });
});

test("a group that is known from the start is chosen", () => {
  expect(toSegment(firstChoice("people", { id: 7, name: "Leads" }))).toEqual({ kind: "group", group_id: 7 });
});

test("a choice without its group or name is no segment yet", () => {
  expect(toSegment({ kind: "new_group", name: "  ", group: null })).toBeNull();
  expect(toSegment({ kind: "group", name: "people", group: null })).toBeNull();
});

test("no segment needs neither", () => {
  expect(toSegment({ kind: "none", name: "", group: null })).toEqual({ kind: "none" });
});
