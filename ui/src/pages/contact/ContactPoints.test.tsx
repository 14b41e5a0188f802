import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ContactDetail, ContactPoints as Points } from "../../api/types";
import { catalogue } from "../../conditions/testCatalogue";
import { renderPage } from "../../test-render";
import { ContactPoints } from "./ContactPoints";

const contact = { id: 1, changed_at: "2026-01-01T00:00:00Z" } as ContactDetail;
const known: [unknown[], unknown][] = [
  [["condition-catalogue"], catalogue],
  [["activity-types"], { items: [{ name: "visit", label: "Visit" }] }],
];
const inBrno = { combinator: "and", holds: true, rules: [{ field: "city", operator: "is", value: "Brno", holds: true }] } as const;

const points: Points = {
  persona_since: "2026-11-03T12:00:00Z",
  personas: [
    {
      id: 4,
      name: "Regular",
      picture: "fox",
      threshold: 50,
      points: 60,
      chosen: true,
      rules: [{ name: "", kind: "attribute", points: 60, earned: 60, times: 0, about: { ...inBrno, rules: [...inBrno.rules] } }],
    },
  ],
  scores: [
    {
      id: 3,
      name: "Interest",
      enabled: false,
      points: 0,
      limit: 50,
      reached: [],
      rules: [
        {
          name: "Visits",
          kind: "activity",
          points: 10,
          earned: 0,
          times: 2,
          since: "2026-01-01T12:00:00Z",
          latest: "2026-02-01T12:00:00Z",
          until: "2026-03-01T12:00:00Z",
          half_life: 14,
          about: { type: "visit", when: null },
        },
      ],
    },
  ],
};

const shown = (told: Points) =>
  renderPage(<ContactPoints contact={contact} />, [...known, [["contacts", 1, "points", contact.changed_at], told]]);

test("the persona that the contact has is marked, since when", () => {
  shown(points);
  expect(screen.getByText("Its persona since Nov 3, 2026")).toBeTruthy();
  expect(screen.getByText("60 of 50 points")).toBeTruthy();
  expect(screen.getByText("0 points, limit 50")).toBeTruthy();
  expect(screen.getByText("Switched off")).toBeTruthy();
});

test("a rule tells what it gives and whether it is true", async () => {
  shown(points);
  fireEvent.click(screen.getByRole("button", { name: "Why: the points of Regular rule by rule" }));
  const rules = within(await screen.findByRole("list", { name: "Rules of Regular" }));
  expect(rules.getAllByRole("listitem").map((rule) => rule.textContent)).toEqual(["City is “Brno”+60 pointstrue"]);
});

test("points that have lapsed say when, and since when there were some", async () => {
  shown(points);
  fireEvent.click(screen.getByRole("button", { name: "Why: the points of Interest rule by rule" }));
  const rule = within(await screen.findByRole("list", { name: "Rules of Interest" })).getByRole("listitem");
  expect(rule.textContent).toMatch(
    /^Visits0 points“Visit”2 activities · since Jan 1, 2026, .* · latest Feb 1, 2026, .* · lapsed Mar 1, 2026, .* · halves every 14 days$/,
  );
});

test("nothing is shown where there are no scores and no personas", () => {
  shown({ scores: [], personas: [] });
  expect(screen.queryByRole("region")).toBeNull();
});
