import { expect, test } from "vitest";
import { awayBy } from "./reach";

const told = (status: number, type: string, body: string | null = null) =>
  awayBy(new Response(body, { status, headers: { "content-type": type } }));

test("a gate that says that nobody is behind it is no answer of Muster", async () => {
  expect(await told(502, "text/html")).toBe("muster");
  expect(await told(503, "text/html")).toBe("muster");
  expect(await told(500, "text/html")).toBeNull();
  expect(await told(200, "text/csv")).toBeNull();
});

test("Muster says itself that its database is away, and everything else that it cannot do now", async () => {
  const problem = (code: string) => told(503, "application/problem+json", JSON.stringify({ code }));
  expect(await problem("database_away")).toBe("database");
  expect(await problem("busy")).toBeNull();
  expect(await told(503, "application/problem+json", "half of")).toBeNull();
});
