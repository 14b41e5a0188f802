import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "../test-render";
import { LateAlert } from "./LateAlert";

test("what is late says since when, and when it is tried again", () => {
  renderPage(<LateAlert late={{ since: "2026-11-20T12:00:00Z", again_at: "2026-11-20T12:10:00Z" }} />);
  expect(screen.getByRole("status").textContent).toMatch(/Late since Nov 20, 2026.*It is tried again at Nov 20, 2026/);
});

test("what is late and being tried says so", () => {
  renderPage(<LateAlert late={{ since: "2026-11-20T12:00:00Z", again_at: null }} />);
  expect(screen.getByText(/It is being tried again\./)).toBeTruthy();
});
