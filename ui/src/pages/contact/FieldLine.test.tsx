import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Field } from "../../api/types";
import { renderPage } from "../../test-render";
import { FieldLine } from "./FieldLine";

const city: Field = { name: "city", label: "City", kind: "text", max_length: 100, choices: [], custom: false };

afterEach(() => vi.unstubAllGlobals());

/** The field on the page, with an API that answers every change like this. */
function show(status: number, answer: unknown) {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(await request.json());
    return Response.json(answer, { status });
  });
  renderPage(
    <dl>
      <FieldLine contactId={7} field={city} value="Bonn" />
    </dl>,
  );
  return sent;
}

async function open() {
  fireEvent.click(screen.getByText("Bonn"));
  return screen.findByRole<HTMLInputElement>("textbox", { name: "City" });
}

test("a click on the value puts an input in its place, and Enter saves it", async () => {
  const sent = show(200, { id: 7 });
  const input = await open();
  fireEvent.change(input, { target: { value: " Köln " } });
  fireEvent.keyDown(input, { key: "Enter" });
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(sent).toEqual([{ fields: { city: "Köln" }, before: { city: "Bonn" } }]);
});

test("a value that is emptied is cleared", async () => {
  const sent = show(200, { id: 7 });
  const input = await open();
  fireEvent.change(input, { target: { value: "" } });
  fireEvent.blur(input);
  await waitFor(() => expect(sent).toEqual([{ fields: { city: null }, before: { city: "Bonn" } }]));
});

test("Escape leaves the value as it was", async () => {
  const sent = show(200, { id: 7 });
  const input = await open();
  fireEvent.change(input, { target: { value: "Köln" } });
  fireEvent.keyDown(input, { key: "Escape" });
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(sent).toEqual([]);
});

test("what the API refuses stays, with its reason at the field, and is not sent again by leaving it", async () => {
  const sent = show(422, {
    title: "Unprocessable",
    status: 422,
    code: "contact_invalid",
    detail: "Some values cannot be used.",
    errors: [{ pointer: "/fields/city", detail: "There is no such city." }],
  });
  const input = await open();
  fireEvent.change(input, { target: { value: "Köl" } });
  fireEvent.keyDown(input, { key: "Enter" });
  await screen.findByText("There is no such city.");
  fireEvent.blur(input);
  expect(input.value).toBe("Köl");
  expect(sent).toHaveLength(1);
});
