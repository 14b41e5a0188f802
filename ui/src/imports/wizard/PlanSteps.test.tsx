import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { DryRun, Inspection } from "../../api/types";
import { renderPage } from "../../test-render";
import { PlanSteps } from "./PlanSteps";
import type { ImportRun, Start } from "./useStartImport";

const field = (name: string, label: string) => ({ name, label, kind: "text", max_length: null, choices: [] });
const fields = { items: [field("email", "E-mail"), field("first_name", "First name"), field("city", "City")] };
const column = (name: string, mapped: string | null, own = false) => ({
  name,
  samples: ["one", ""],
  field: mapped,
  why: mapped && "same name",
  own,
});

const inspection: Inspection = {
  format: "csv",
  encoding: "UTF-8",
  delimiter: ",",
  quote: '"',
  escape: null,
  header_row: 1,
  preamble_rows: 0,
  footer_rows: 0,
  rows: 1,
  suggested_group: "people",
  columns: [column("FirstName", "first_name"), column("Email", "email"), column("Town", null), column("Muster: reason", null, true)],
};

function show(more: Partial<ImportRun> = {}) {
  const start = vi.fn<(what: Start) => void>();
  const idle = { pending: false, sent: null, trying: false, isBusy: () => false, foreseen: () => null, failureOf: () => null };
  const run: ImportRun = { start, tryOut: vi.fn(), cancel: vi.fn(), ...idle, ...more };
  const file = new File(["x"], "people.csv");
  renderPage(<PlanSteps id="1" file={file} inspection={inspection} kept={null} earlier={undefined} group={null} run={run} />, [
    [["fields"], fields],
  ]);
  return start;
}

const select = (name: string) => screen.getByRole<HTMLInputElement>("combobox", { name: `Maps to: ${name}` });
const option = (name: RegExp) => screen.getByRole("option", { name });
const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Import contacts" });

test("obvious headers come matched, with the reason", () => {
  show();
  expect(select("Email").value).toBe("E-mail");
  expect(select("Town").value).toBe("(none)");
  expect(screen.getAllByText("Same name.")).toHaveLength(2);
});

test("a field that one column uses is disabled on the others", () => {
  show();
  fireEvent.click(select("Town"));
  expect(option(/^E-mail/).getAttribute("aria-disabled")).toBe("true");
  expect(option(/^City/).getAttribute("aria-disabled")).not.toBe("true");
});

test("a field that was just chosen is disabled on the others, and free again when given back", () => {
  show();
  fireEvent.click(select("Town"));
  fireEvent.click(option(/^City/));
  fireEvent.click(select("FirstName"));
  expect(option(/^City/).getAttribute("aria-disabled")).toBe("true");
  expect(option(/^City/).textContent).toContain("used by “Town”");
  fireEvent.blur(select("FirstName"));
  fireEvent.click(select("Town"));
  fireEvent.click(option(/^\(none\)/));
  fireEvent.click(select("FirstName"));
  expect(option(/^City/).getAttribute("aria-disabled")).not.toBe("true");
});

test("without e-mail the import cannot start, and the page says why", () => {
  const start = show();
  fireEvent.click(select("Email"));
  fireEvent.click(option(/^\(none\)/));
  expect(button().disabled).toBe(true);
  expect(within(screen.getByRole("alert")).getByText(/Map a column to the field “E-mail”/)).toBeTruthy();
  fireEvent.click(button());
  expect(start).not.toHaveBeenCalled();
});

test("what was chosen is what is started", () => {
  const start = show();
  fireEvent.click(select("Town"));
  fireEvent.click(option(/^City/));
  fireEvent.click(screen.getByLabelText("Do not segment imported contacts"));
  fireEvent.click(screen.getByLabelText("Clear the stored value"));
  fireEvent.click(button());
  const mapping = [
    { column: 0, field: "first_name" },
    { column: 1, field: "email" },
    { column: 2, field: "city" },
  ];
  expect(start.mock.calls[0]?.[0].plan).toEqual({ mapping, segment: { kind: "none" }, blank: "clear" });
});

test("a column that Muster wrote is shown, and has nothing to choose", () => {
  show();
  expect(screen.getByRole("heading", { name: "Muster: reason" })).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Maps to: Muster: reason" })).toBeNull();
});

const counts = { processed: 5, imported: 2, duplicates: 2, not_imported: 1, updated: 1, unchanged: 0, repeated_in_file: 1 };
const reject = { row: 4, column: "Email", code: "email_invalid", reason: "No address.", remedy: "Write one.", cells: ["Ann", "nobody"] };
const found: DryRun = {
  counts,
  columns: [
    { name: "FirstName", field: "first_name" },
    { name: "Email", field: "email" },
  ],
  rejects: [reject],
  effects: [],
  score_effects: [{ score: { id: 1, name: "Interest" }, crossed: 2 }],
  persona_effects: [],
};

test("what a trial found is shown until something else is chosen", () => {
  const first = { plan: "" };
  const foreseen = ({ plan }: Start) => {
    first.plan ||= JSON.stringify(plan);
    return JSON.stringify(plan) === first.plan ? found : null;
  };
  show({ foreseen });
  const trial = within(screen.getByRole("region", { name: "What the import would do" }));
  expect(trial.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Would be imported: 2",
    "Duplicates that would be updated: 2Of these 1 updated, 0 unchanged, 1 repeated in the file.",
    "Would not be imported: 1",
    "Interest: 2 contacts",
  ]);
  expect(trial.getByRole("table", { name: "Rows that would not be imported" })).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Clear the stored value"));
  expect(screen.queryByRole("region", { name: "What the import would do" })).toBeNull();
});

test("while a trial runs it can be cancelled, and nothing else pressed", () => {
  const cancel = vi.fn();
  show({ pending: true, trying: true, cancel });
  expect(screen.getByText("Trying the import; nothing is saved")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Import contacts" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(cancel).toHaveBeenCalledOnce();
});
