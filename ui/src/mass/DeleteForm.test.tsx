import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { renderPage } from "../test-render";
import { DeleteForm } from "./DeleteForm";
import type { FormProps } from "./FormFoot";

/** The form, which gets to know another number at a press. */
function Changing({ first, onStart }: { first: number | null; onStart: FormProps["onStart"] }) {
  const [size, setSize] = useState(first);
  return (
    <>
      <DeleteForm size={size} pending={false} failure={null} onStart={onStart} onClose={vi.fn()} />
      <button onClick={() => setSize((size ?? 0) + 1)}>One more</button>
    </>
  );
}

function show(size: number | null) {
  const onStart = vi.fn();
  renderPage(<Changing first={size} onStart={onStart} />);
  return onStart;
}

const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Delete" });

test("up to a hundred are deleted by a press, after their number is named", () => {
  const onStart = show(100);
  expect(screen.getByText(/^100 contacts are deleted/)).toBeTruthy();
  fireEvent.click(button());
  expect(onStart).toHaveBeenCalledWith({ kind: "delete" });
});

test("more must be agreed to, and anew when their number has changed", () => {
  const onStart = show(101);
  expect(button().disabled).toBe(true);
  fireEvent.click(screen.getByLabelText("Delete 101 contacts for good"));
  expect(button().disabled).toBe(false);
  fireEvent.click(screen.getByText("One more"));
  expect(button().disabled).toBe(true);
  fireEvent.click(screen.getByLabelText("Delete 102 contacts for good"));
  fireEvent.click(button());
  expect(onStart).toHaveBeenCalledOnce();
});

test("nothing is deleted while the number is not known", () => {
  show(null);
  expect(button().disabled).toBe(true);
  expect(screen.queryByRole("checkbox")).toBeNull();
});
