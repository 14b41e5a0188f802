import { expect, test } from "vitest";
import { isOurs } from "./reach";

const answered = (status: number, type: string) => isOurs(new Response(null, { status, headers: { "content-type": type } }));

test("a gate that says that nobody is behind it is no answer of Muster", () => {
  expect(answered(502, "text/html")).toBe(false);
  expect(answered(503, "text/html")).toBe(false);
  expect(answered(503, "application/problem+json")).toBe(true);
  expect(answered(500, "text/html")).toBe(true);
  expect(answered(200, "text/csv")).toBe(true);
});
