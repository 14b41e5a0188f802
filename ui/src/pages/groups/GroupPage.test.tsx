import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { GroupDetail, Member } from "../../api/types";
import { catalogue } from "../../conditions/testCatalogue";
import { renderPage } from "../../test-render";
import { DeleteGroupModal } from "../../groups/DeleteGroupModal";
import { GroupCondition } from "./GroupCondition";
import { GroupGrowth } from "../../groups/GroupGrowth";
import { GroupSize } from "../../groups/GroupSize";
import { MemberMenu } from "../../groups/MemberMenu";
import { MembershipDrawer } from "./MembershipDrawer";
import type { MemberListProps } from "../../groups/MemberTable";
import { Rebuilding } from "../../groups/Rebuilding";

const group: GroupDetail = {
  id: 7,
  name: "In Brno",
  description: null,
  created_at: "2026-01-01T00:00:00Z",
  members: 250,
  has_condition: true,
  state: "ready",
  condition: { combinator: "and", rules: [{ field: "city", operator: "is", value: "Brno" }] },
  contacts: 1000,
  excluded: 2,
  progress: null,
  used_by: [
    { kind: "contact_group", id: 9, name: "Newsletter" },
    { kind: "score", id: 3, name: "Interest" },
    { kind: "persona", id: 4, name: "Buyer" },
  ],
};
const contact = {
  id: 1,
  email: "ann@example.com",
  fields: { first_name: "Ann", last_name: "Lee" },
  created_at: "2026-01-01T00:00:00Z",
  changed_at: "2026-01-01T00:00:00Z",
  source: null,
};
const known: [unknown[], unknown][] = [
  [["condition-catalogue"], catalogue],
  [["activity-types"], { items: [] }],
];

afterEach(() => vi.unstubAllGlobals());

test("the size is told with its share, who is excluded, and what uses the group", () => {
  renderPage(<GroupSize group={group} />);
  expect(screen.getByText("25 % of all 1,000 contacts")).toBeTruthy();
  expect(screen.getByText("2 contacts are excluded by hand.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Newsletter" }).getAttribute("href")).toBe("/groups/9");
  expect(screen.getByRole("link", { name: "Interest" }).getAttribute("href")).toBe("/scores/3");
  expect(screen.getByRole("link", { name: "Buyer" }).getAttribute("href")).toBe("/personas/4");
});

test("the condition stands in words, beside the way to change it", () => {
  renderPage(<GroupCondition group={group} />, known);
  expect(screen.getByText("Contacts for which City is “Brno”.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Edit condition" }).getAttribute("href")).toBe("/groups/7/condition");
});

test("a group without a condition offers to add one", () => {
  renderPage(<GroupCondition group={{ ...group, condition: null }} />, known);
  expect(screen.getByRole("link", { name: "Add a condition" })).toBeTruthy();
});

test("a rebuild tells how far it is", () => {
  renderPage(<Rebuilding group={{ ...group, state: "rebuilding", progress: { done: 250, total: 1000 } }} />);
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
  expect(screen.getByText("250 of 1,000 contacts")).toBeTruthy();
});

test("growth is a chart that says what it shows, and a table", () => {
  const items = [
    { day: "2026-11-23", members: 240, entered: 0, left: 0 },
    { day: "2026-11-24", members: 250, entered: 12, left: 2 },
  ];
  renderPage(<GroupGrowth group={group} />, [[["groups", 7, "growth", 90], { items }]]);
  expect(screen.getByRole("img", { name: "Members day by day. In these 2 days 12 entered and 2 left." })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Show as a table" }));
  const rows = within(screen.getByRole("table"))
    .getAllByRole("row")
    .map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ["Day", "Entered", "Left", "Members"],
    ["Nov 24, 2026", "12", "2", "250"],
  ]);
});

test.each<[Member["reasons"], string[]]>([
  [["condition"], ["Why is it a member?", "Exclude from the group"]],
  [["manual"], ["Why is it a member?", "Remove from the group", "Exclude from the group"]],
  [
    ["import", "condition"],
    ["Why is it a member?", "Remove, unless the condition is met", "Exclude from the group"],
  ],
])("a member through %j can be treated so", async (reasons, items) => {
  const act = { isPending: false, mutate: vi.fn() } as unknown as MemberListProps["act"];
  renderPage(<MemberMenu member={{ contact, reasons, since: "2026-01-01T00:00:00Z" }} act={act} onWhy={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "What to do with Ann Lee" }));
  expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual(items);
  fireEvent.click(screen.getByRole("menuitem", { name: "Exclude from the group" }));
  expect(act.mutate).toHaveBeenCalledWith({ act: "exclude", contactId: 1 });
});

test("why a contact is no member is told rule by rule", async () => {
  const condition = {
    combinator: "and",
    holds: false,
    rules: [
      { field: "city", operator: "is", value: "Brno", holds: false },
      { field: "employees", operator: "more_than", value: 5, holds: true },
    ],
  };
  renderPage(<MembershipDrawer group={group} asked={{ contact }} onAsk={() => {}} />, [
    ...known,
    [["groups", 7, "members", "one", 1], { member: false, excluded: false, reasons: [], condition }],
  ]);
  expect(await screen.findByText("Is not a member")).toBeTruthy();
  const told = within(screen.getByRole("dialog"))
    .getAllByRole("listitem")
    .map((item) => item.textContent);
  expect(told.slice(1)).toEqual(["City is “Brno”false", "Employees is more than 5true"]);
});

test("a refused deletion names what uses the group", async () => {
  const problem = {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    code: "group_in_use",
    detail: 'The contact group is used by the contact group "Newsletter".',
    errors: [{ pointer: "", detail: 'the contact group "Newsletter"' }],
    remedy: "Take it out there.",
  };
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify(problem), { status: 409, headers: { "content-type": "application/problem+json" } })),
  );
  renderPage(<DeleteGroupModal group={group} onClose={() => {}} />);
  expect(screen.getByText(/membership of its 250 members are gone/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Delete contact group" }));
  await waitFor(() => expect(screen.getByText('The contact group is used by the contact group "Newsletter".')).toBeTruthy());
  expect(screen.queryByText('the contact group "Newsletter"')).toBeNull();
});
