import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { ScoreDetail } from "../../api/types";
import { catalogue } from "../../conditions/testCatalogue";
import { Crossings } from "../../scores/Crossings";
import { DeleteScoreModal } from "../../scores/DeleteScoreModal";
import { Distribution } from "../../scores/Distribution";
import { EditScoreModal } from "../../scores/EditScoreModal";
import { Rebuilding } from "../../scores/Rebuilding";
import { ScoreStates } from "../../scores/ScoreStates";
import { TopContacts } from "../../scores/TopContacts";
import { renderPage } from "../../test-render";
import { ScoreRules } from "./ScoreRules";

const score: ScoreDetail = {
  id: 7,
  name: "Interest",
  description: null,
  enabled: true,
  limit: 20,
  state: "ready",
  rule_count: 1,
  has_draft: false,
  created_at: "2026-01-01T00:00:00Z",
  rules: [{ name: "Near", points: -10, kind: "attribute", rule: { field: "city", operator: "is", value: "Brno" } }],
  draft: null,
  progress: null,
  used_by: [],
};
const contact = {
  id: 1,
  email: "ann@example.com",
  fields: { first_name: "Ann", last_name: "Lee" },
  created_at: "2026-01-01T00:00:00Z",
  changed_at: "2026-01-01T00:00:00Z",
  source: null,
};
const bars = [
  { from: 0, to: 9, contacts: 900 },
  { from: 10, to: 19, contacts: 60 },
  { from: 20, to: 29, contacts: 40 },
];

afterEach(() => vi.unstubAllGlobals());

test("the distribution is a chart that says what it shows, and a table", () => {
  renderPage(<Distribution score={score} />, [[["scores", 7, "distribution"], { bars, contacts: 1000, reached: 40 }]]);
  expect(screen.getByRole("img", { name: "How many contacts have how many points. 1,000 contacts in all" })).toBeTruthy();
  expect(screen.getByText(/40 contacts \(4 %\) have 20 points or more\./)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Show as a table" }));
  const rows = within(screen.getByRole("table"))
    .getAllByRole("row")
    .map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ["Points", "Contacts"],
    ["0 to 9", "900"],
    ["10 to 19", "60"],
    ["20 to 29", "40"],
  ]);
});

test("who has the most points, and who reached the limit lately", () => {
  renderPage(
    <>
      <TopContacts score={score} />
      <Crossings score={score} />
    </>,
    [
      [["scores", 7, "contacts"], { items: [{ contact, points: 1234 }] }],
      [["scores", 7, "crossings"], { items: [{ contact, points: 25, at: "2026-11-20T12:00:00Z" }] }],
    ],
  );
  expect(within(screen.getByRole("table", { name: "Most points" })).getByText("1,234")).toBeTruthy();
  expect(
    within(screen.getByRole("table", { name: "Reached the limit lately" }))
      .getByRole("link", { name: "Ann Lee" })
      .getAttribute("href"),
  ).toBe("/contacts/1");
});

test("the rules stand in words, with what uses the score", () => {
  renderPage(<ScoreRules score={{ ...score, used_by: [{ kind: "persona", id: 3, name: "Buyer" }] }} />, [
    [["condition-catalogue"], catalogue],
    [["activity-types"], { items: [] }],
  ]);
  expect(screen.getByText("−10")).toBeTruthy();
  expect(screen.getByText("when City is “Brno”.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Buyer" }).getAttribute("href")).toBe("/personas/3");
});

test("a rebuild tells how far it is", () => {
  renderPage(<Rebuilding score={{ ...score, state: "rebuilding", progress: { done: 250, total: 1000 } }} />);
  expect(screen.getByText("250 of 1,000 contacts")).toBeTruthy();
});

test.each([
  [{}, ["Up to date"]],
  [{ enabled: false }, ["Off"]],
  [{ state: "rebuilding", has_draft: true }, ["Being rebuilt", "Draft"]],
  [{ late: { since: "2026-01-01T00:00:00Z" } }, ["Late"]],
] as [Partial<ScoreDetail>, string[]][])("%j stands as %j", (changes, words) => {
  renderPage(<ScoreStates score={{ ...score, ...changes }} />);
  for (const word of words) expect(screen.getByText(word)).toBeTruthy();
});

test("a score in use names its users and cannot be deleted", () => {
  renderPage(<DeleteScoreModal score={{ ...score, used_by: [{ kind: "contact_group", id: 9, name: "Leads" }] }} onClose={() => {}} />);
  expect(screen.getByRole("link", { name: "Leads" }).getAttribute("href")).toBe("/groups/9");
  expect(screen.queryByRole("button", { name: "Delete score" })).toBeNull();
});

test("what was changed is sent with what stood there, and an error stands at its input", async () => {
  const problem = {
    title: "Unprocessable",
    code: "limit_invalid",
    detail: "The limit has at most nine digits.",
    errors: [{ pointer: "/limit", detail: "The limit has at most nine digits." }],
  };
  const fetch = vi.fn<(request: Request) => Promise<Response>>(
    async () => new Response(JSON.stringify(problem), { status: 422, headers: { "content-type": "application/problem+json" } }),
  );
  vi.stubGlobal("fetch", fetch);
  renderPage(<EditScoreModal score={score} onClose={() => {}} />);
  fireEvent.change(screen.getByLabelText("Description"), { target: { value: " Near a sale " } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByText("The limit has at most nine digits.")).toBeTruthy());
  expect(await fetch.mock.calls[0]?.[0].json()).toEqual({ description: "Near a sale", before: { description: "" } });
});
