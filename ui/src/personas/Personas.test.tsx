import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Persona, PersonaDetail } from "../api/types";
import { renderPage } from "../test-render";
import { Choosing } from "./Choosing";
import DeletePersonaModal from "./DeletePersonaModal";
import { Effect } from "./Effect";
import { likePath } from "./links";
import NewPersonaModal from "./NewPersonaModal";
import { PersonaRows } from "./PersonaRows";
import { PersonaPicture } from "./pictures/PersonaPicture";

const persona = (id: number, name: string, contacts: number): Persona => ({
  id,
  name,
  description: null,
  picture: "owl",
  threshold: 50,
  contacts,
  rule_count: 2,
  has_draft: false,
  created_at: "2026-01-01T00:00:00Z",
});
const list = { items: [persona(1, "Regular", 250), persona(2, "Curious", 150)], contacts: 1000, progress: null };

afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: unknown) => {
  const fetched = vi.fn<(request: Request) => Promise<Response>>(() =>
    Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json" } })),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
};

test("each persona tells its share, and so does the rest", () => {
  renderPage(<PersonaRows list={list} />);
  const shares = screen.getAllByRole("progressbar").map((bar) => [bar.getAttribute("aria-label"), bar.getAttribute("aria-valuetext")]);
  expect(shares).toEqual([
    ["Share of all contacts that are like Regular", "25%"],
    ["Share of all contacts that are like Curious", "15%"],
    ["Share of all contacts without a persona", "60%"],
  ]);
});

test("moving one down sends the whole order, and the last cannot go further", async () => {
  const fetched = answering(204, null);
  renderPage(<PersonaRows list={list} />);
  expect(screen.getByRole("button", { name: "Move Curious down" })).toHaveProperty("disabled", true);
  fireEvent.click(screen.getByRole("button", { name: "Move Regular down" }));
  await waitFor(() => expect(fetched).toHaveBeenCalled());
  expect(await fetched.mock.calls[0]?.[0].json()).toEqual({ ids: [2, 1], before: { ids: [1, 2] } });
});

test("a persona is made with its threshold and its picture", async () => {
  const fetched = answering(201, { ...persona(3, "Loyal", 0), rules: [], used_by: [] });
  const onCreated = vi.fn();
  renderPage(<NewPersonaModal others={2} onCreated={onCreated} onClose={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "Create persona" }));
  expect(screen.getByText("Give the persona a name.")).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Bear" })).toHaveProperty("checked", true);
  fireEvent.change(screen.getByRole("textbox", { name: "Name of the persona" }), { target: { value: " Loyal " } });
  fireEvent.change(screen.getByRole("textbox", { name: "Threshold" }), { target: { value: "25 points" } });
  fireEvent.click(screen.getByRole("button", { name: "Create persona" }));
  await waitFor(() => expect(onCreated).toHaveBeenCalledWith(3));
  expect(await fetched.mock.calls[0]?.[0].json()).toEqual({ name: "Loyal", picture: "bear", threshold: 25 });
});

test("the effect of a draft stands beside what is", () => {
  const preview = {
    tried: 200,
    contacts: 1000,
    estimated: true,
    changed: 297,
    items: [
      { id: 1, name: "Regular", present: 250, then: 400 },
      { id: null, name: null, present: 750, then: 600 },
    ],
  };
  renderPage(<Effect preview={preview} />);
  expect(screen.getByText("About 300 contacts would have another persona.")).toBeTruthy();
  expect(screen.getByText("Estimated from 200 of 1,000 contacts, spread evenly.")).toBeTruthy();
  const rows = within(screen.getByRole("table"))
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);
  expect(rows).toEqual(["Regular25025 %40040 %", "No persona75075 %60060 %"]);
});

test("while contacts get their personas anew, it is told how far that is", () => {
  renderPage(<Choosing progress={{ done: 500, total: 2000 }} />);
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
  expect(screen.getByText("500 of 2,000 contacts")).toBeTruthy();
});

test("a refused deletion names what uses the persona", async () => {
  answering(409, {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    code: "persona_in_use",
    detail: 'The persona is used by the contact group "Newsletter".',
    remedy: "Take it out there.",
  });
  const whole: PersonaDetail = { ...persona(1, "Regular", 250), rules: [], used_by: [] };
  renderPage(<DeletePersonaModal persona={whole} onClose={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "Delete persona" }));
  expect(await screen.findByText('The persona is used by the contact group "Newsletter".')).toBeTruthy();
});

test("a picture of its own comes from the persona, and one that is not known is drawn all the same", () => {
  const { container } = renderPage(
    <>
      <PersonaPicture picture="own" id={7} />
      <PersonaPicture picture="dragon" id={8} />
    </>,
  );
  expect(container.querySelector("img")?.getAttribute("src")).toBe("/api/v1/personas/7/picture");
  expect(container.querySelectorAll("svg").length).toBe(1);
});

test("the contacts of a persona are a condition of the list", () => {
  const condition = new URL(likePath(7), "http://muster").searchParams.get("condition");
  expect(JSON.parse(condition ?? "")).toEqual({ combinator: "and", rules: [{ field: "persona", operator: "in_any", value: [7] }] });
});
