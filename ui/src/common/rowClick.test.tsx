import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { openRow } from "./rowClick";

afterEach(() => vi.restoreAllMocks());

function show() {
  const followed = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <table>
      <tbody>
        <tr onClick={openRow} onAuxClick={openRow}>
          <td>
            <input type="checkbox" aria-label="tick" />
          </td>
          <td>
            <a href="/api/v1/files/1">file</a>{" "}
            <a href="/contacts/7" onClick={followed}>
              Ann
            </a>
          </td>
          <td>Ulm</td>
        </tr>
      </tbody>
    </table>,
  );
  return followed;
}

test("a click on a row does what its link does, once", () => {
  const followed = show();
  fireEvent.click(screen.getByText("Ulm"));
  expect(followed).toHaveBeenCalledOnce();
  fireEvent.click(screen.getByText("Ann"));
  expect(followed).toHaveBeenCalledTimes(2);
});

test("what is in the row is used by itself", () => {
  const followed = show();
  fireEvent.click(screen.getByLabelText("tick"));
  expect(followed).not.toHaveBeenCalled();
});

test("the middle button and a held key open a new tab", () => {
  const followed = show();
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  fireEvent(screen.getByText("Ulm"), new MouseEvent("auxclick", { bubbles: true, button: 1 }));
  fireEvent.click(screen.getByText("Ulm"), { ctrlKey: true });
  expect(open.mock.calls.map(([href]) => href)).toEqual(["http://localhost:3000/contacts/7", "http://localhost:3000/contacts/7"]);
  expect(followed).not.toHaveBeenCalled();
});

test("whoever marks words does not leave", () => {
  const followed = show();
  vi.spyOn(window, "getSelection").mockReturnValue({ isCollapsed: false } as Selection);
  fireEvent.click(screen.getByText("Ulm"));
  expect(followed).not.toHaveBeenCalled();
});
