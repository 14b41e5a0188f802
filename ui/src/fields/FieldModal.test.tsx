import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Field } from "../api/types";
import { renderPage } from "../test-render";
import FieldModal from "./FieldModal";

const field: Field = { name: "class", label: "Class", kind: "choice", max_length: null, choices: ["Gold", "Silver"], custom: true };

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: unknown) {
  const fetched = vi.fn<(request: Request) => Promise<Response>>(() =>
    Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("a choice is renamed in its place, another taken away, a new one added", async () => {
  const fetched = answering(200, field);
  const onClose = vi.fn();
  renderPage(<FieldModal field={field} onClose={onClose} />);
  fireEvent.change(screen.getByRole("textbox", { name: "Choice 1" }), { target: { value: "Premium" } });
  fireEvent.click(screen.getByRole("button", { name: "Remove Silver" }));
  fireEvent.click(screen.getByRole("button", { name: "Add a choice" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Choice 2" }), { target: { value: "Bronze" } });
  fireEvent.click(screen.getByRole("button", { name: "Save field" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(await fetched.mock.calls[0]?.[0].json()).toEqual({
    choices: ["Premium", "Bronze"],
    renames: { Gold: "Premium" },
    before: { choices: ["Gold", "Silver"] },
  });
});

test("a choice that contacts have stays, and their number is told", async () => {
  const detail = '12 contacts have the choice "Silver"';
  answering(409, {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    code: "choice_in_use",
    detail,
    remedy: null,
    errors: [{ pointer: "/choices", detail }],
  });
  renderPage(<FieldModal field={field} onClose={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "Remove Silver" }));
  fireEvent.click(screen.getByRole("button", { name: "Save field" }));
  expect(await screen.findByText(detail)).toBeTruthy();
});
