import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderPage } from "../../test-render";
import { DeleteForm } from "./DeleteForm";

function show(size: number | null) {
  const onStart = vi.fn();
  renderPage(<DeleteForm size={size} pending={false} failure={null} onStart={onStart} onClose={vi.fn()} />);
  return onStart;
}

const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Delete" });

test("up to a hundred are deleted by a press, after their number is named", () => {
  const onStart = show(100);
  expect(screen.getByText(/^100 contacts are deleted/)).toBeTruthy();
  fireEvent.click(button());
  expect(onStart).toHaveBeenCalledWith({ kind: "delete" });
});

test.each([[101, "Delete 101 contacts for good"], [null, "Delete all contacts that match for good"]])("%s must be agreed to", (size, words) => {
  const onStart = show(size);
  expect(button().disabled).toBe(true);
  fireEvent.click(screen.getByLabelText(words));
  fireEvent.click(button());
  expect(onStart).toHaveBeenCalledOnce();
});
