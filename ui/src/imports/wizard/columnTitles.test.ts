import { expect, test } from "vitest";
import { columnTitles } from "./columnTitles";

test("every column has a name of its own, also where headers are blank or repeated", () => {
  const columns = ["Email", "", "Phone", "Phone "].map((name) => ({ name, field: null, own: false, samples: [], why: null }));
  expect(columnTitles(columns)).toEqual(["Email", "(no name, column 2)", "Phone (column 3)", "Phone (column 4)"]);
});
