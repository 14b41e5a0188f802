import { useMutation, useQuery } from "@tanstack/react-query";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fromAnswer } from "../api/problem";
import { newQueryClient } from "../api/query";
import { renderPage } from "../test-render";
import { useEdited, useSeen } from "./useEdited";

interface Named {
  name: string;
}

/** A page above its form, as each page is: the form knows what the page hands down. */
function Page({ stored, sent }: { stored: () => Named; sent: (named: Named, whole: Named) => void }) {
  const { data } = useQuery({ queryKey: ["thing"], queryFn: () => Promise.resolve(stored()) });
  return data ? <Form thing={data} sent={sent} /> : null;
}

function Form({ thing, sent }: { thing: Named; sent: (named: Named, whole: Named) => void }) {
  const form = useEdited(thing);
  const whole = useSeen(thing);
  const save = useMutation({
    mutationFn: (): Promise<void> => {
      sent(form.before as Named, whole.before);
      return Promise.reject(fromAnswer(409, { title: "Conflict", status: 409, code: "changed_elsewhere", detail: "Changed elsewhere." }));
    },
  });
  const onError = (thrown: unknown) => {
    form.onError(thrown);
    whole.onError(thrown);
  };
  return (
    <>
      <button onClick={() => form.touch({ name: "Buyers" })}>Type</button>
      <button onClick={() => save.mutate(undefined, { onError })}>Save</button>
      {save.error && <p>Refused</p>}
    </>
  );
}

test("what a refusal told of is what is sent the next time, though the page hears of it a moment later", async () => {
  let stored = { name: "Leads" };
  const sent: [string, string][] = [];
  renderPage(<Page stored={() => stored} sent={(named, whole) => sent.push([named.name, whole.name])} />, [], newQueryClient());
  fireEvent.click(await screen.findByText("Type"));
  stored = { name: "Visitors" };
  fireEvent.click(screen.getByText("Save"));
  await screen.findByText("Refused");
  fireEvent.click(screen.getByText("Save"));
  await waitFor(() =>
    expect(sent).toEqual([
      ["Leads", "Leads"],
      ["Visitors", "Visitors"],
    ]),
  );
});
