import { expect, test } from "vitest";
import type { Contact } from "../api/types";
import { isEmpty, NOTHING, sizeOf, tickedOf, toMassSelection, withPage } from "./selection";

const page = [1, 2, 3].map((id) => ({ id }) as Contact);

test("what is ticked on one page stays while another is ticked", () => {
  const first = withPage(NOTHING, [1, 2, 3], [1, 3]);
  const second = withPage(first, [4, 5], [5]);
  expect(second).toEqual({ all: false, ids: [1, 3, 5] });
  expect(tickedOf(second, page).map(({ id }) => id)).toEqual([1, 3]);
  expect(withPage(second, [1, 2, 3], [])).toEqual({ all: false, ids: [5] });
});

test("all that match are ticked on every page, until one is unticked", () => {
  expect(tickedOf({ all: true }, page)).toEqual(page);
  expect(withPage({ all: true }, [1, 2, 3], [1, 2])).toEqual({ all: false, ids: [1, 2] });
});

test("the size is known as far as it is", () => {
  expect(isEmpty(NOTHING)).toBe(true);
  expect(isEmpty({ all: true })).toBe(false);
  expect(sizeOf({ all: false, ids: [4] }, undefined)).toBe(1);
  expect(sizeOf({ all: true }, 1234)).toBe(1234);
  expect(sizeOf({ all: true }, undefined)).toBeNull();
});

test("the API is told ids, or what the list asks for", () => {
  expect(toMassSelection({ all: false, ids: [4, 2] }, { search: "ann" })).toEqual({ ids: [4, 2] });
  expect(toMassSelection({ all: true }, { search: "ann" })).toEqual({ search: "ann" });
});
