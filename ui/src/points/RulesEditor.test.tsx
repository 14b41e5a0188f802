import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { PointRule, ProblemPlace } from "../api/types";
import { catalogue } from "../conditions/testCatalogue";
import { renderPage } from "../test-render";
import { toEdit, toSend } from "./rules";
import { RulesEditor } from "./RulesEditor";

const near: PointRule = { name: "Near", points: 10, kind: "attribute", rule: { field: "city", operator: "is", value: "Brno" } };

function show(rules: PointRule[], errors: ProblemPlace[] = []) {
  const changed = vi.fn<(rules: PointRule[]) => void>();
  function Page() {
    const [current, setCurrent] = useState(() => toEdit(rules));
    changed(toSend(current));
    return <RulesEditor rules={current} onChange={setCurrent} errors={errors} />;
  }
  renderPage(<Page />, [
    [["condition-catalogue"], catalogue],
    [["activity-types"], { items: [] }],
  ]);
  return () => changed.mock.lastCall?.[0];
}

test("a rule stands in words and opens to be changed", () => {
  const now = show([near]);
  expect(screen.getByText("+10")).toBeTruthy();
  expect(screen.getByText("when City is “Brno”.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Edit rule 1" }));
  fireEvent.change(screen.getByLabelText("Points"), { target: { value: "-25" } });
  fireEvent.change(screen.getByLabelText("Value"), { target: { value: "Praha" } });
  expect(now()).toEqual([{ ...near, points: -25, rule: { field: "city", operator: "is", value: "Praha" } }]);
});

test("rules are added, duplicated and deleted", () => {
  const now = show([near]);
  fireEvent.click(within(screen.getByRole("group", { name: "Add a rule by" })).getByRole("button", { name: "Condition" }));
  fireEvent.click(screen.getByRole("button", { name: "Duplicate rule 1" }));
  expect(now()?.map(({ kind }) => kind)).toEqual(["attribute", "attribute", "condition"]);
  fireEvent.click(screen.getByRole("button", { name: "Delete rule 1" }));
  expect(now()?.map(({ kind }) => kind)).toEqual(["attribute", "condition"]);
});

test("an activity gives points once or each time, for a while, and less with time", () => {
  const now = show([]);
  fireEvent.click(screen.getByRole("button", { name: "Activity" }));
  expect(screen.queryByLabelText("How often")).toBeNull();
  fireEvent.click(screen.getByLabelText("Points each time"));
  fireEvent.change(screen.getByLabelText("Together at most"), { target: { value: "30" } });
  fireEvent.click(screen.getByLabelText("Points halve with time"));
  expect(now()).toEqual([
    {
      name: "",
      points: 10,
      kind: "activity",
      activity: { type: "any", when: null },
      most: 30,
      validity: { kind: "forever" },
      half_life: 30,
    },
  ]);
  fireEvent.change(screen.getByLabelText("Together at most"), { target: { value: "" } });
  expect(screen.getByLabelText("Together at most")).toHaveProperty("value", "");
});

test("an error stands at the rule and part that it means", () => {
  show(
    [near],
    [
      { pointer: "/rules/0/points", detail: "Too many points." },
      { pointer: "/rules", detail: "It depends on itself." },
    ],
  );
  expect(screen.getByText("It depends on itself.")).toBeTruthy();
  expect(screen.getByText("One mistake")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Edit rule 1" }));
  expect(screen.getByText("Too many points.")).toBeTruthy();
});
