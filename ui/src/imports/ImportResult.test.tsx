import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Import } from "../api/types";
import { renderPage } from "../test-render";
import { ImportReasons } from "./ImportReasons";
import { ImportResult } from "./ImportResult";

const it: Import = {
  id: 12,
  state: "finished",
  effects: [],
  score_effects: [],
  persona_effects: [],
  file_name: "people.csv",
  file_size: 1,
  group: { id: 3, name: "Leads" },
  blank: "keep",
  columns: [],
  counts: { processed: 2607, imported: 1893, duplicates: 712, not_imported: 2, updated: 700, unchanged: 10, repeated_in_file: 2 },
  progress: { rows_total: 2607, rows_done: 2607, rows_per_second: null, seconds_left: null },
  seconds: 1.5,
  created_at: "2026-01-01T00:00:00Z",
  started_at: null,
  finished_at: null,
  failure: null,
};

const lines = () => screen.getAllByRole("listitem").map((item) => item.textContent);

test("the result screen says what the seed's says", () => {
  renderPage(<ImportResult it={it} />);
  expect(screen.getByRole("heading", { name: "Import finished" })).toBeTruthy();
  expect(screen.getByText("Processed 2,607 contacts.")).toBeTruthy();
  expect(lines()[0]).toBe("Imported: 1,893");
  expect(lines()[1]).toContain("Duplicates found and successfully updated: 712");
  expect(lines()[1]).toContain("Of these 700 updated, 10 unchanged, 2 repeated in the file.");
  expect(lines()[2]).toContain("Not imported: 2");
});

test("the detailed list and the way to correct it are offered when rows were not imported", () => {
  renderPage(<ImportResult it={it} />);
  expect(screen.getByRole("link", { name: "Download detailed list (.CSV)" }).getAttribute("href")).toBe("/api/v1/imports/12/rejects.csv");
  expect(screen.getByRole("link", { name: "Import the corrected file" }).getAttribute("href")).toBe("/contacts/import?corrects=12");
});

test("nothing is offered to correct when every row was imported", () => {
  renderPage(<ImportResult it={{ ...it, counts: { ...it.counts, processed: 2605, not_imported: 0 } }} />);
  expect(screen.queryByRole("link", { name: /Download/ })).toBeNull();
  expect(screen.queryByRole("link", { name: /corrected/ })).toBeNull();
});

test("what it did to the contact groups is told, each with its link; nothing when it did nothing", () => {
  const { unmount } = renderPage(
    <ImportResult
      it={{
        ...it,
        effects: [
          { group: { id: 8, name: "In Brno" }, entered: 1200, left: 3 },
          { group: { id: 9, name: "No city" }, entered: 0, left: 7 },
        ],
      }}
    />,
  );
  const [brno, none] = screen.getByRole("list", { name: "What it did to your contact groups" }).children;
  expect(brno?.textContent).toBe("In Brno: 1,200 entered, 3 left");
  expect(none?.textContent).toBe("No city: 7 left");
  expect(screen.getByRole("link", { name: "In Brno" }).getAttribute("href")).toBe("/groups/8");
  unmount();
  renderPage(<ImportResult it={{ ...it, effects: [] }} />);
  expect(screen.queryByText("What it did to your contact groups")).toBeNull();
});

test("values that were left out are told beside the rows, and can be corrected", () => {
  renderPage(<ImportResult it={{ ...it, counts: { ...it.counts, processed: 2605, not_imported: 0, left_out: 36 } }} />);
  expect(screen.getByRole("heading", { name: "Imported, 36 values left out" })).toBeTruthy();
  expect(lines()[3]).toContain("Values left out: 36");
  expect(screen.getByRole("link", { name: "Download detailed list (.CSV)" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Import what was left over again" })).toBeTruthy();
});

test("an import that brought nothing is not simply finished", () => {
  renderPage(<ImportResult it={{ ...it, counts: { ...it.counts, processed: 60, imported: 0, duplicates: 0, not_imported: 60 } }} />);
  expect(screen.getByRole("heading", { name: "Nothing was imported" })).toBeTruthy();
  expect(screen.getByText("Nothing imported")).toBeTruthy();
  expect(screen.queryByText("Finished")).toBeNull();
});

test("reasons come with how often, the most frequent first, and with the field they are about", () => {
  const date = { code: "date", reason: "not a date", field: "Birthday", count: 36 };
  const reasons = {
    not_imported: [{ code: "no_email", reason: "There is no e-mail address in this row.", count: 3 }],
    left_out: [{ ...date, code: "phone", field: null, reason: "no number", count: 2 }, date],
  };
  renderPage(<ImportReasons it={it} />, [[["imports", 12, "reasons"], reasons]]);
  expect(lines()).toEqual(["3 ×There is no e-mail address in this row.", "36 ×Birthday: not a date", "2 ×No number."]);
});
