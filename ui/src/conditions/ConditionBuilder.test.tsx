import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { ConditionNode } from "../api/types";
import { renderPage } from "../test-render";
import { ConditionBuilder } from "./ConditionBuilder";
import type { Problems } from "./problems";
import { catalogue } from "./testCatalogue";
import { withIds, withoutIds } from "./tree";

const inBrno = { field: "city", operator: "is", value: "Brno" };

function show(condition: ConditionNode, problems?: Problems) {
  const changed = vi.fn<(condition: ConditionNode) => void>();
  function Page() {
    const [current, setCurrent] = useState(() => withIds(condition));
    changed(withoutIds(current));
    return <ConditionBuilder condition={current} onChange={setCurrent} catalogue={catalogue} problems={problems} />;
  }
  renderPage(<Page />, [[["activity-types"], { items: [] }]]);
  return () => changed.mock.lastCall?.[0];
}

const rule = (number: string) => within(screen.getByRole("group", { name: `Rule ${number}` }));

test("a rule is a sentence of controls that are all named", () => {
  const now = show({ combinator: "and", rules: [inBrno] });
  expect(rule("1").getByLabelText("What it is about", { selector: "input" })).toHaveProperty("value", "City");
  expect(rule("1").getByLabelText("Comparison", { selector: "input" })).toHaveProperty("value", "is");
  fireEvent.change(rule("1").getByLabelText("Value"), { target: { value: "Praha" } });
  expect(now()?.rules).toEqual([{ ...inBrno, value: "Praha" }]);
});

test("AND, OR and NOT are set, and said in words", () => {
  const now = show({ combinator: "and", rules: [inBrno, inBrno] });
  expect(screen.getByText("All of these must hold.")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Any (OR)"));
  fireEvent.click(screen.getByLabelText("NOT"));
  expect(now()).toMatchObject({ combinator: "or", not: true });
  expect(screen.getByText("None of these may hold.")).toBeTruthy();
});

test("rules and groups are added, put into groups, and removed", () => {
  const now = show({ combinator: "and", rules: [inBrno] });
  fireEvent.click(screen.getByRole("button", { name: "Add rule" }));
  fireEvent.click(screen.getByRole("button", { name: "Add group of rules" }));
  expect(now()?.rules).toMatchObject([inBrno, { field: "" }, { combinator: "and", rules: [{ field: "" }] }]);
  fireEvent.click(screen.getByRole("button", { name: "Remove rule 2" }));
  fireEvent.click(screen.getByRole("button", { name: "Remove group 2" }));
  expect(now()?.rules).toEqual([inBrno]);
});

test("groups can be nested only as deep as the API takes them", () => {
  let deep: ConditionNode = { combinator: "and", rules: [] };
  for (let depth = 1; depth < 16; depth++) deep = { combinator: "and", rules: [deep] };
  show(deep);
  const buttons = screen.getAllByRole("button", { name: "Add group of rules" });
  expect(buttons.map((button) => button.hasAttribute("disabled"))).toEqual([true, ...Array<boolean>(15).fill(false)]);
});

test("what the API refuses is said at its rule", () => {
  show(
    { combinator: "and", rules: [inBrno, { combinator: "or", rules: [inBrno] }] },
    new Map([["/rules/1/rules/0", "There is no such city."]]),
  );
  expect(rule("2.1").getByRole("alert").textContent).toBe("There is no such city.");
  expect(rule("1").queryByRole("alert")).toBeNull();
});

test("a pasted list is counted", () => {
  const now = show({ combinator: "and", rules: [{ field: "city", operator: "is_one_of", value: [] }] });
  fireEvent.change(rule("1").getByLabelText("Value"), { target: { value: "Brno; Praha\nOstrava" } });
  expect(rule("1").getByText("3 values")).toBeTruthy();
  expect(now()?.rules[0]).toMatchObject({ value: ["Brno", "Praha", "Ostrava"] });
});

test("a number is taken as it is typed", () => {
  const now = show({ combinator: "and", rules: [{ field: "employees", operator: "more_than", value: null }] });
  const box = rule("1").getByLabelText("Value");
  fireEvent.change(box, { target: { value: "1." } });
  expect(box).toHaveProperty("value", "1.");
  fireEvent.change(box, { target: { value: "1.5" } });
  expect(now()?.rules[0]).toMatchObject({ value: 1.5 });
  fireEvent.change(box, { target: { value: "many" } });
  expect(rule("1").getByText("Type a number.")).toBeTruthy();
});

test("an activity is counted, filtered and bound in time", () => {
  const now = show({
    combinator: "and",
    rules: [
      {
        field: "activity",
        operator: "done",
        value: {
          type: "any",
          times: { operator: "at_least", count: 1 },
          when: { operator: "in_last", value: { amount: 7, unit: "days" } },
        },
      },
    ],
  });
  fireEvent.change(rule("1").getByLabelText("Number of times"), { target: { value: "3" } });
  fireEvent.change(rule("1").getByLabelText("How many"), { target: { value: "30" } });
  fireEvent.click(rule("1").getByRole("button", { name: "Filter by URL" }));
  fireEvent.change(rule("1").getByLabelText("Text of the URL"), { target: { value: "/pricing" } });
  expect(now()?.rules[0]).toMatchObject({
    value: {
      type: "any",
      times: { operator: "at_least", count: 3 },
      url: { operator: "contains", value: "/pricing" },
      when: { operator: "in_last", value: { amount: 30, unit: "days" } },
    },
  });
});
