import { expect, test } from "vitest";
import { fromAnswer, toFailure } from "./problem";

const problem = {
  type: "about:blank",
  title: "Unprocessable Entity",
  status: 422,
  detail: "The file is empty.",
  code: "file_empty",
  remedy: "Export it again.",
  errors: [],
};

test("a problem says what is wrong, not the name of its status, and keeps its code", () => {
  expect(fromAnswer(422, problem)).toMatchObject({
    title: "The file is empty.",
    detail: "",
    remedy: "Export it again.",
    code: "file_empty",
    status: 422,
  });
});

test("the errors of single values are told once", () => {
  const errors = [
    { pointer: "/name", detail: "Too long." },
    { pointer: "/x", detail: "The file is empty." },
  ];
  expect(fromAnswer(422, { ...problem, errors })).toMatchObject({ title: "The file is empty.", detail: "Too long." });
});

test("an answer that is no problem still says something", () => {
  expect(fromAnswer(502, "<html>Bad gateway</html>")).toMatchObject({ code: "unknown", status: 502, title: "Something went wrong" });
  expect(fromAnswer(502, undefined).detail).toContain("502");
});

test("no answer is told apart from a refusal", () => {
  expect(toFailure(new TypeError("Failed to fetch"))).toMatchObject({ code: "offline", status: 0 });
  expect(toFailure(new Error("bug"))).toMatchObject({ code: "unknown" });
});
