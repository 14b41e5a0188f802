import { expect, test } from "vitest";
import type { Activity } from "../api/types";
import { tell } from "./activity";

const activity: Activity = { id: 1, contact_id: 2, type: "page_visit", at: "2026-11-24T10:00:00Z" };

test("an activity is told by its title, and the rest stands behind it", () => {
  const told = tell({ ...activity, title: "Prices", url: "https://example.com/prices", value: "3", comment: "3" });
  expect(told).toEqual({ what: "Prices", more: ["https://example.com/prices", "3"], href: "https://example.com/prices" });
});

test("without a title it is told by what there is", () => {
  expect(tell({ ...activity, item: "", url: "/prices" })).toEqual({ what: "/prices", more: [], href: null });
  expect(tell({ ...activity, comment: "Call back" }).what).toBe("Call back");
  expect(tell(activity)).toEqual({ what: "", more: [], href: null });
});

test("only addresses of the web become links", () => {
  expect(tell({ ...activity, url: "javascript:alert(1)" }).href).toBeNull();
});
