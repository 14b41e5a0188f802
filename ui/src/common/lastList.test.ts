import { expect, test } from "vitest";
import { lastOf, rememberList } from "./lastList";

test("the way back leads to where one was in the list, with the way back from there", () => {
  rememberList({ pathname: "/contacts", search: "?search=ann&after=x", state: { trail: [""] } });
  expect(lastOf("/contacts")).toEqual({ to: "/contacts?search=ann&after=x", state: { trail: [""] } });
  rememberList({ pathname: "/contacts", search: "", state: null });
  expect(lastOf("/contacts").to).toBe("/contacts");
});

test("pages that are no list are not remembered", () => {
  rememberList({ pathname: "/contacts/7", search: "?x=1", state: null });
  expect(lastOf("/contacts/7")).toEqual({ to: "/contacts/7" });
  expect(lastOf("/groups")).toEqual({ to: "/groups", state: undefined });
});
