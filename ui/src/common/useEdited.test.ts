import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { Failure } from "../api/problem";
import { current, useEdited, useSeen } from "./useEdited";

const refusal = (code: string) => new Failure("Refused", "", null, code, 409);

test("what is touched is sent with what stood there, and the rest follows", () => {
  const { result, rerender } = renderHook((now: { name: string; note: string }) => useEdited(now), {
    initialProps: { name: "A", note: "" },
  });
  expect(result.current.isChanged).toBe(false);
  act(() => result.current.touch({ name: " B " }));
  rerender({ name: "C", note: "new" });
  expect(result.current.typed).toEqual({ name: " B ", note: "new" });
  expect([result.current.changes, result.current.before]).toEqual([{ name: "B" }, { name: "A" }]);
});

test("a refusal that tells what stands there lets it be overwritten, another does not", () => {
  const { result, rerender } = renderHook((now: { name: string }) => useEdited(now), { initialProps: { name: "A" } });
  act(() => result.current.touch({ name: "B" }));
  rerender({ name: "C" });
  act(() => result.current.onError(refusal("name_invalid")));
  expect(result.current.before).toEqual({ name: "A" });
  act(() => result.current.onError(refusal("changed_elsewhere")));
  rerender({ name: "D" });
  expect(result.current.before).toEqual({ name: "C" });
});

test("what is as it stands now is not sent", () => {
  const { result, rerender } = renderHook((now: { name: string }) => useEdited(now), { initialProps: { name: "A" } });
  act(() => result.current.touch({ name: "B" }));
  rerender({ name: "B" });
  expect([result.current.isChanged, result.current.changes]).toEqual([false, {}]);
});

test("a whole is overwritten as it was seen, until it is saved or a refusal tells what it is now", () => {
  const { result, rerender } = renderHook((now: number) => useSeen(now), { initialProps: 1 });
  rerender(2);
  expect(result.current.before).toBe(1);
  act(() => result.current.onError(refusal("changed_elsewhere")));
  rerender(4);
  expect(result.current.before).toBe(2);
  act(() => result.current.saved(3));
  expect(result.current.before).toBe(3);
});

test("a thing that is gone stays as it was known", () => {
  expect(current([{ id: 1, name: "new" }], { id: 1, name: "old" }, "id").name).toBe("new");
  expect(current([], { id: 1, name: "old" }, "id").name).toBe("old");
});
