import { expect, test } from "vitest";
import { fromAnswer, toFailure } from "./problem";

const problem = { type: "about:blank", title: "The file is empty", status: 422, detail: "It has no rows.", code: "file_empty", remedy: "Export it again.", errors: [] };

test("a problem keeps its words, code and status", () => {
  expect(fromAnswer(422, problem)).toMatchObject({ title: "The file is empty", detail: "It has no rows.", remedy: "Export it again.", code: "file_empty", status: 422 });
});

test("the errors of single values are told once", () => {
  const errors = [{ pointer: "/name", detail: "Too long." }, { pointer: "/x", detail: "It has no rows." }];
  expect(fromAnswer(422, { ...problem, errors }).detail).toBe("It has no rows. Too long.");
});

test("an answer that is no problem still says something", () => {
  expect(fromAnswer(502, "<html>Bad gateway</html>")).toMatchObject({ code: "unknown", status: 502, title: "Something went wrong" });
  expect(fromAnswer(502, undefined).detail).toContain("502");
});

test("no answer is told apart from a refusal", () => {
  expect(toFailure(new TypeError("Failed to fetch"))).toMatchObject({ code: "offline", status: 0 });
  expect(toFailure(new Error("bug"))).toMatchObject({ code: "unknown" });
});
